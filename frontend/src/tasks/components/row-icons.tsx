function Icon({ path }: { readonly path: string }) {
  return (
    <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

export function EditIcon() {
  return <Icon path="M4 20h4L19.5 8.500a2.100 2.100 0 0 0-4-4L4 16v4Z M13.500 6.500l4 4" />;
}

export function DeleteIcon() {
  return <Icon path="M4 7h16 M9 7V4h6v3 M6.500 7l1 13h9l1-13 M10.500 11v5.500 M13.500 11v5.500" />;
}
