import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const signal: MantineColorsTuple = [
  '#eaf1ff',
  '#d3e0fd',
  '#a6bffa',
  '#769bf7',
  '#4f7df4',
  '#3869f0',
  '#2257e7',
  '#1d4dd4',
  '#1742b5',
  '#103494',
];

const slate: MantineColorsTuple = [
  '#e7eaf0',
  '#c5ccd8',
  '#aeb7c6',
  '#8d97a8',
  '#3b4452',
  '#272e38',
  '#1b2028',
  '#15191f',
  '#10141a',
  '#0b0e12',
];

/** Dark enough for white words on it, and for words in it on white. */
const red: MantineColorsTuple = [
  '#fdeced',
  '#f9d3d6',
  '#f2a6ac',
  '#ea7780',
  '#e2505b',
  '#dc3844',
  '#c8232f',
  '#b01e29',
  '#941923',
  '#7a141c',
];

/** The look of the panel in Mantine's words: calm neutrals, one accent, an 8-pixel grid. */
export const theme = createTheme({
  primaryColor: 'signal',
  primaryShade: { light: 6, dark: 6 },
  colors: { signal, red, dark: slate },
  fontFamily: 'var(--sb-font)',
  fontFamilyMonospace: 'var(--sb-mono)',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.35' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, fz: 'xs' } },
    Modal: { defaultProps: { centered: true, radius: 'lg' }, styles: { title: { fontSize: '1rem', fontWeight: 600 } } },
    Kbd: { styles: { root: { fontFamily: 'var(--sb-font)', fontWeight: 550 } } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md' } },
  },
});

/** Hands Mantine the tokens of `tokens.css`, so that both speak of the same surfaces in both schemes. */
export const resolveVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--sb-surface)',
    '--mantine-color-text': 'var(--sb-text)',
    '--mantine-color-dimmed': 'var(--sb-text-3)',
    '--mantine-color-placeholder': 'var(--sb-text-3)',
    '--mantine-color-anchor': 'var(--sb-accent-text)',
    '--mantine-color-default-border': 'var(--sb-border)',
    '--mantine-color-default': 'var(--sb-surface)',
    '--mantine-color-default-hover': 'var(--sb-hover)',
    '--mantine-color-default-color': 'var(--sb-text)',
    '--mantine-color-error': 'var(--sb-failed-text)',
  };
  return { variables: {}, light: shared, dark: shared };
};
