import { assertAccessible } from './support/axe.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { views } from './support/views.ts';

describeInBrowser('accessibility', (scene) => {
  for (const { name, path, prepare, reach } of views) {
    it(`has nothing against ${name}, in light and dark`, async () => {
      prepare?.(scene());
      const page = await scene().visit(path);
      await reach(page, scene());
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await assertAccessible(page, `${name}, ${colorScheme}`);
      }
      await page.emulateMedia({ colorScheme: null });
    });
  }
});
