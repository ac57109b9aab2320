const { ZERO_TO_RUNNING_TEST_CONTROL: address } = process.env;

/** Has something done outside the extension host. */
export async function control(deed: string, argument?: unknown): Promise<unknown> {
  const response = await fetch(`${address}/${deed}`, {
    method: 'POST',
    body: argument === undefined ? null : JSON.stringify(argument),
  });
  if (!response.ok) throw new Error(`${deed}: ${await response.text()}`);
  return response.json();
}
