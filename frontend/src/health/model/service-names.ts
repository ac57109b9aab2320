const names = new Map([
  ['frontend', 'Frontend'],
  ['api', 'API'],
  ['database', 'Database'],
  ['cache', 'Cache'],
]);

/** A service's name for people; one that is not known yet is shown as it is called. */
export function serviceName(key: string): string {
  return names.get(key) ?? (key === '' ? '(unnamed)' : key);
}
