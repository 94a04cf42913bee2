/** The product's sign: a track that branches, and a signal that shows. */
export function BrandMark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="7" fill="#2257e7" />
      <path
        d="M6 23h7c3.5 0 4.5-2 6-6l1-2.7C21.2 11 22.5 9 26 9"
        fill="none"
        stroke="#a6bffa"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path d="M6 23h20" fill="none" stroke="#ffffff" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="10" cy="10" r="4" fill="#ffffff" />
    </svg>
  );
}
