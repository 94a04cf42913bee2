import classes from './SignInPage.module.css';

const rows = [80, 176, 272, 368, 464, 560, 656, 752];

/** The panel behind the sign-in card: tracks, some lit. */
export function SignInTracks() {
  return (
    <svg className={classes.tracks} viewBox="0 0 1440 840" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      {rows.map((y, row) => (
        <g key={y}>
          <path d={`M0 ${y}H1440`} className={classes.track} />
          {row % 2 === 0 && row < 7 && (
            <path d={`M${180 + row * 110} ${y}h40q16 0 16 16v64q0 16 16 16h60`} className={classes.track} />
          )}
        </g>
      ))}
      <path d="M0 272H420q16 0 16 16v64q0 16 16 16H1010" className={classes.lit} />
      <circle cx="1010" cy="368" r="7" className={classes.lamp} />
      <circle cx="300" cy="272" r="5" className={classes.passed} />
      <circle cx="620" cy="368" r="5" className={classes.passed} />
      <circle cx="1180" cy="560" r="5" className={classes.quiet} />
      <circle cx="260" cy="656" r="5" className={classes.quiet} />
      <circle cx="1240" cy="176" r="5" className={classes.quiet} />
    </svg>
  );
}
