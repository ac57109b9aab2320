import type { Locator, Page } from 'playwright-core';

/** The list's row that shows a title, or part of it. */
export function row(page: Page, title: string): Locator {
  return page.getByRole('listitem').filter({ hasText: title });
}

export function tick(page: Page, title: string): Locator {
  return row(page, title).getByRole('checkbox');
}

/** The titles in the list, from the top. */
export function titles(page: Page): Promise<string[]> {
  return page.getByRole('listitem').locator('bdi').allTextContents();
}

export async function addTask(page: Page, title: string): Promise<void> {
  await page.getByLabel('Title of the new task').fill(title);
  await page.getByRole('button', { name: 'Add task' }).click();
}
