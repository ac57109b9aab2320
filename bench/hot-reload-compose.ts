import { setTimeout as sleep } from 'node:timers/promises';
import { withBrowser } from './support/browser.ts';
import { make, withCheckoutCopy } from './support/checkout-copy.ts';
import { withComposeProject } from './support/compose-project.ts';
import { answered, openAnswer } from './support/edited-answer.ts';
import { openEditedComponent } from './support/edited-component.ts';
import { printReport, type Figure } from './support/report.ts';
import { stackUrls } from './support/stack-urls.ts';
import { describeSpread, median } from './support/statistics.ts';

const edits = 20;
const restMs = 300;

/** A development stack, and the checkout that it runs. */
interface Place {
  readonly checkout: string;
  readonly urls: { readonly api: string; readonly frontend: string };
}

type Edit = () => Promise<number>;

const placeOf = (checkout: string): Place => ({ checkout, urls: stackUrls(checkout) });

async function openEditedApi({ checkout, urls }: Place): Promise<Edit> {
  const source = await openAnswer(checkout);
  let count = 0;
  return async () => {
    const mark = ` edit${(count += 1)}.`;
    await source.save(mark);
    const time = await answered(urls.api, mark);
    if (time === undefined) throw new Error(`${checkout}: edit ${count} of the API was missed.`);
    return time;
  };
}

/** The same edits in both, in turns, so that what else the machine does meets both alike. */
async function compare(what: string, atMost: number, natively: Edit, inContainers: Edit): Promise<Figure[]> {
  const times = { natively: [] as number[], inContainers: [] as number[] };
  // The first ones also make what compiles warm.
  await natively();
  await inContainers();
  while (times.inContainers.length < edits) {
    await sleep(restMs);
    times.natively.push(await natively());
    await sleep(restMs);
    times.inContainers.push(await inContainers());
  }
  const ratio = median(times.inContainers) / median(times.natively);
  const figure = (where: string, values: readonly number[]): Figure => ({
    what: `${what}, ${where}`,
    measured: median(values),
    unit: 'ms',
    limit: { atMost },
    note: describeSpread(values, 'ms'),
  });
  return [
    figure('natively', times.natively),
    figure('in containers', times.inContainers),
    { what: `${what}, in containers to natively`, measured: ratio, unit: 'times', limit: { atMost: 1.2 } },
  ];
}

await withCheckoutCopy((checkout) =>
  withComposeProject(async (project) => {
    make(checkout, 'dev');
    project.run('make', 'dev', 'STACK=compose');
    const [one, other] = [placeOf(checkout), placeOf(project.root)];
    await withBrowser(async (browser) => {
      const component = async ({ checkout: root, urls }: Place) =>
        openEditedComponent(await browser.newPage(), urls.frontend, root);
      const [native, contained] = [await component(one), await component(other)];
      printReport('hot-reload-compose', [
        ...(await compare('component saved to new document', 150, native, contained)),
        ...(await compare(
          'source of the API saved to new answer',
          300,
          await openEditedApi(one),
          await openEditedApi(other),
        )),
      ]);
    });
  }),
);
