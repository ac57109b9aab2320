import assert from 'node:assert/strict';
import { z } from 'zod';
import { managedResources } from '../support/resources.ts';
import { describeWithTerraform } from '../support/requirements.ts';
import { RootModule } from '../support/root-module.ts';

const rulesSchema = z.object({
  rules: z.array(
    z.object({
      rulePriority: z.number(),
      selection: z.object({
        tagStatus: z.enum(['tagged', 'untagged', 'any']),
        tagPatternList: z.array(z.string()).default([]),
        countType: z.enum(['imageCountMoreThan', 'sinceImagePushed']),
        countNumber: z.number(),
      }),
    }),
  ),
});

type Rules = z.infer<typeof rulesSchema>['rules'];

interface Image {
  readonly digest: string;
  /** Day on which it was pushed. */
  readonly day: number;
  readonly tags: string[];
}

function fits(pattern: string, tag: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}

/**
 * What ECR leaves, by its documented rules: a rule wants all its patterns in an image's tags; an image that a rule's tags name is
 * expired by no rule after it.
 */
function kept(images: readonly Image[], rules: Rules, today: number): Image[] {
  const expired = new Set<Image>();
  const named = new Set<Image>();
  for (const { selection } of rules.toSorted((a, b) => a.rulePriority - b.rulePriority)) {
    const { tagStatus, tagPatternList: patterns, countType, countNumber } = selection;
    const selected = images
      .filter(({ tags }) => {
        if (tagStatus === 'any') return true;
        if (tagStatus === 'untagged') return tags.length === 0;
        return tags.length > 0 && patterns.every((pattern) => tags.some((tag) => fits(pattern, tag)));
      })
      .toSorted((a, b) => b.day - a.day);
    const over =
      countType === 'imageCountMoreThan'
        ? selected.slice(countNumber)
        : selected.filter(({ day }) => today - day > countNumber);
    for (const image of over) if (!named.has(image)) expired.add(image);
    for (const image of selected) named.add(image);
  }
  return images.filter((image) => !expired.has(image));
}

describeWithTerraform('Images that ECR expires', function suite() {
  this.timeout(300_000);
  let module: RootModule;
  const policies: Rules[] = [];

  before(async () => {
    module = await RootModule.create('bootstrap');
    for (const { type, values } of managedResources(await module.plan([]))) {
      if (type !== 'aws_ecr_lifecycle_policy') continue;
      policies.push(rulesSchema.parse(JSON.parse(z.string().parse(values['policy']))).rules);
    }
  });

  after(() => module?.remove());

  /** A merge a day: the image, its signature by tag, and one by reference, which has no tag. All of it goes to dev. */
  function merges(count: number, rules: Rules, production: (merge: number) => boolean): Image[] {
    let images: Image[] = [];
    for (let merge = 0; merge < count; merge += 1) {
      const tags = [`1.0.0-${merge}-attested`, `dev-1.0.0-${merge}`];
      if (production(merge)) tags.push(`production-1.0.0-${merge}`);
      images.push(
        { digest: `image-${merge}`, day: merge, tags },
        { digest: `signature-${merge}`, day: merge, tags: [`sha256-${merge}.sig`] },
        { digest: `reference-${merge}`, day: merge, tags: [] },
      );
      images = kept(images, rules, merge);
    }
    return images;
  }

  it('are not the one that production runs, nor its signatures, after a hundred merges without an approval', () => {
    assert.equal(policies.length, 2);
    for (const rules of policies) {
      const left = new Set(merges(101, rules, (merge) => merge === 0).map(({ digest }) => digest));
      for (const part of ['image', 'signature', 'reference']) assert.ok(left.has(`${part}-0`), part);
    }
  });

  it('are those that nobody has deployed for long', () => {
    for (const rules of policies) {
      const images = Array.from({ length: 500 }, (_, day) => ({ digest: `${day}`, day, tags: [`1.0.0-${day}`] }));
      const left = kept(images, rules, 500);
      assert.ok(left.length < 100 && left.some(({ day }) => day === 499), `${left.length}`);
    }
  });
});
