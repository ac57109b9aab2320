import { join } from 'node:path';
import { FakeApi } from './fake-api.ts';
import { FakeScene } from './fake-scene.ts';
import type { StageProps } from './scene.ts';
import type { View } from './view.ts';
import { views } from './views.ts';

const widths = [1280, 390];

const colorSchemes = ['light', 'dark'] as const;

/** A view's name as a file's. */
function fileName(view: View, colorScheme: string, width: number): string {
  return `${view.name.replaceAll(/[^a-z]+/g, '-')}-${colorScheme}-${width}.png`;
}

async function shootView(stage: StageProps, view: View, folder: string): Promise<void> {
  const api = await FakeApi.start();
  const scene = new FakeScene(stage, api, () => {});
  stage.gate.lead({ port: api.port });
  view.prepare?.(scene);
  const page = await scene.visit(view.path, { viewport: { width: 1280, height: 800 } });
  await view.reach(page, scene);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of colorSchemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(folder, fileName(view, colorScheme, width)), fullPage: true });
    }
  }
  await scene.end();
}

/** Draws every state of every view, wide and narrow, light and dark. */
export async function shootViews(stage: StageProps, folder: string): Promise<void> {
  for (const view of views) {
    await shootView(stage, view, folder);
    console.log(view.name);
  }
}
