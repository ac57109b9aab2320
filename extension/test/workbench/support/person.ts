import type { Frame, Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';

/** Somebody in front of VS Code, who has a keyboard, a mouse and eyes. */
export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the side bar with the services. */
  async openView(): Promise<void> {
    const tab = this.page.locator('.activitybar .action-item', {
      has: this.page.locator('[aria-label^="Zero to Running"]'),
    });
    await tab.first().click();
    await this.page.locator('.sidebar .pane-body').first().waitFor();
  }

  /** A row of the tree, by the words it begins with. */
  row(label: string): Locator {
    return this.page
      .locator('.sidebar .monaco-list-row')
      .filter({ hasText: new RegExp(`^\\s*${label}`) })
      .first();
  }

  /** A button of what the view says where it has nothing to list. */
  welcomeButton(text: string): Locator {
    return this.page.locator('.sidebar .welcome-view-content .monaco-button', { hasText: text }).first();
  }

  pressInWelcome(text: string): Promise<void> {
    return this.welcomeButton(text).click();
  }

  /** Rests on a row until its tooltip says some words; what VS Code does meanwhile can take it away. */
  async seeInTooltip(row: string, words: string): Promise<void> {
    await eventually(async () => {
      await this.page.mouse.move(0, 0);
      await this.row(row).hover();
      await this.page.locator('.monaco-hover').getByText(words).first().waitFor({ timeout: 5_000 });
    }, 40_000);
  }

  /** Presses one of the buttons at the end of a row. */
  async pressInRow(row: string, action: string): Promise<void> {
    await this.row(row).hover();
    await this.row(row).locator(`.action-label[aria-label^="${action}"]`).click();
  }

  /** Chooses from the menu that a row has on a click with the other button. */
  async chooseInMenuOf(row: string, action: string): Promise<void> {
    await this.row(row).click({ button: 'right' });
    const item = this.page.locator('.monaco-menu .action-menu-item', { hasText: action }).first();
    // A menu that has just come up takes no click.
    await eventually(async () => {
      await item.click({ timeout: 2_000 });
      await item.waitFor({ state: 'detached', timeout: 500 });
    });
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  get #quickInputField(): Locator {
    return this.#quickInput.locator('.quick-input-box input');
  }

  /**
   * Asks the palette for a command, and does something with what it lists; it closes when something else takes the
   * focus, and offers what could be done when it came up, so it is asked again until that is done.
   */
  #ask<T>(name: string, use: (rows: Locator) => Promise<T>): Promise<T> {
    return eventually(async () => {
      if (await this.#quickInput.isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.#quickInputField.fill(`>${name}`, { timeout: 2_000 });
      return use(this.#quickInput.locator('.monaco-list-row'));
    });
  }

  /** Whether the command palette offers a command of this extension. */
  isOffered(title: string): Promise<boolean> {
    const name = `Zero to Running: ${title}`;
    return this.#ask(name, async (rows) => {
      const found = rows.filter({ hasText: name });
      await found
        .or(rows.filter({ hasText: /No matching|similar commands/ }))
        .first()
        .waitFor({ timeout: 2_000 });
      const isOffered = (await found.count()) > 0;
      await this.page.keyboard.press('Escape');
      return isOffered;
    });
  }

  /** Runs a command from the palette, by its whole name. */
  runAny(name: string): Promise<void> {
    // Clicked, since a key goes to whatever has the focus by then.
    return this.#ask(name, (rows) =>
      rows.and(this.page.locator('.focused')).filter({ hasText: name }).first().click({ timeout: 2_000 }),
    );
  }

  /** Runs a command of this extension from the palette. */
  run(title: string): Promise<void> {
    return this.runAny(`Zero to Running: ${title}`);
  }

  /** Picks a row of the list that has come up. */
  async pick(label: string, deadlineMs = 30_000): Promise<void> {
    await this.#quickInput.locator('.monaco-list-row', { hasText: label }).first().click({ timeout: deadlineMs });
  }

  /** Runs a command that asks with a list; it closes when something else takes the focus, and is then asked again. */
  choose(title: string, label: string): Promise<void> {
    return eventually(async () => {
      await this.run(title);
      await this.pick(label, 5_000);
    }, 40_000);
  }

  /** Types into the box that has come up, whose question contains some words. */
  async answer(question: string, text: string): Promise<void> {
    await this.#quickInput.filter({ hasText: question }).waitFor();
    await this.#quickInputField.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The question that stands before everything else. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async pressInDialog(button: string): Promise<void> {
    await this.dialog.locator('.monaco-button', { hasText: button }).first().click();
    await this.dialog.waitFor({ state: 'hidden' });
  }

  /**
   * A message that contains some words, in the list of them: in front of a driver, VS Code lets none pop up over what
   * could be clicked.
   */
  message(words: string): Locator {
    return this.page.locator('.notifications-center .notification-list-item', { hasText: words }).first();
  }

  /** Waits for a message. */
  async seeMessage(words: string, deadlineMs = 20_000): Promise<void> {
    await eventually(async () => {
      if (await this.message(words).isVisible()) return;
      if (!(await this.page.locator('.notifications-center.visible').count())) {
        await this.page.locator('.statusbar-item[id="status.notifications"]').click();
        // Its tooltip would lie over the messages' buttons.
        await this.page.mouse.move(0, 0);
      }
      await this.message(words).waitFor({ timeout: 500 });
    }, deadlineMs);
  }

  async pressInMessage(words: string, button: string): Promise<void> {
    await this.seeMessage(words);
    await this.message(words).locator('.monaco-button', { hasText: button }).first().click();
  }

  /** Waits for a message, and puts it away. */
  async dismiss(words: string): Promise<void> {
    await this.seeMessage(words);
    await this.message(words).hover();
    await this.message(words).locator('.codicon-notifications-clear').click();
  }

  /** What is in the clipboard. */
  async clipboard(): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    return this.page.evaluate(() => Reflect.get(Reflect.get(globalThis, 'navigator'), 'clipboard').readText());
  }

  /** The address that something opens in the browser, outside VS Code. */
  async pageOpenedBy(press: () => Promise<void>): Promise<string> {
    const [opened] = await Promise.all([this.page.waitForEvent('popup'), press()]);
    await opened.waitForURL(/^https?:/);
    const address = opened.url();
    await opened.close();
    return address;
  }

  /** Closes a tab by the mouse: a key closes whichever is in front by the time that it arrives. */
  async closeTab(title: string): Promise<void> {
    const tab = this.page.locator('.editor-group-container .tab', { hasText: title });
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  }

  #frameOf(find: (frame: Frame) => Locator, what: string): Promise<Frame> {
    return eventually(async () => {
      for (const frame of this.page.frames()) if (await find(frame).count()) return frame;
      throw new Error(`${what} is not shown`);
    });
  }

  /** The page inside the dashboard's tab. */
  dashboard(): Promise<Frame> {
    return this.#frameOf((frame) => frame.locator('.dashboard'), 'The dashboard');
  }

  /** A page inside VS Code that contains some words, such as a picture. */
  frameWith(words: string): Promise<Frame> {
    return this.#frameOf((frame) => frame.locator('svg text').getByText(words), `“${words}”`);
  }
}
