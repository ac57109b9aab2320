import assert from 'node:assert/strict';
import { pushedDigest } from '../../src/deploy/images/build-image.ts';
import { docker } from '../containers/support/docker.ts';
import { describeWithEngine } from '../containers/support/engine.ts';
import { AttestingBuilder } from './support/attesting-builder.ts';
import { DeployCheckout, type Run } from './support/deploy-checkout.ts';
import { startRegistry, type Registry } from './support/registry.ts';

/** With these, the engine's own builder makes attestations. */
const hasImageStore = async () => (await docker('info', '--format', '{{.DriverStatus}}')).includes('containerd');

describeWithEngine('the images of a release', () => {
  let registry: Registry;
  let builder: AttestingBuilder;
  let checkout: DeployCheckout;

  before(async () => {
    registry = await startRegistry();
    builder = await AttestingBuilder.create();
    // With a registry that Docker is logged in to, AWS is not asked.
    const nowhere = 'http://127.0.0.1:9';
    checkout = await DeployCheckout.create(
      { endpoint: nowhere, url: nowhere, registry: registry.host },
      { environment: 'dev', kind: 'small' },
    );
  });
  after(async () => {
    await checkout?.remove();
    await builder?.remove();
    await registry?.remove();
  });

  const attest = () => checkout.run('images', { ATTEST: '1', ...builder.env });
  const digest = (name: string, tag: string) => pushedDigest(`${registry.host}/zero-to-running/${name}:${tag}`);

  /** What a workflow's later steps read: these lines and no other. */
  async function expectOutputs({ code, stdout, output }: Run, suffix: string): Promise<void> {
    assert.equal(code, 0, output);
    const version = await checkout.version();
    const tag = `${version.replace('+', '-')}${suffix}`;
    const image = async (name: string) => `${registry.host}/zero-to-running/${name}@${await digest(name, tag)}`;
    const expected = [
      `version=${version}`,
      `api_image=${await image('api')}`,
      `frontend_image=${await image('frontend')}`,
    ];
    assert.deepEqual(stdout.trimEnd().split('\n'), expected);
  }

  it('are not attested by a builder that cannot, and it says which can', async function refused() {
    if (await hasImageStore()) this.skip();
    const { code, stdout, output } = await checkout.run('images', { ATTEST: '1' });
    assert.equal(code, 1, output);
    assert.equal(stdout, '');
    assert.match(output, /cannot make the attestations that ATTEST=1 asks for[^]*docker buildx create --use/);
  });

  it('are built anew by the pipeline, whatever somebody has pushed of the same commit', async () => {
    await expectOutputs(await checkout.run('images'), '');
    await expectOutputs(await attest(), '-attested');
    assert.equal(builder.builds.length, 2);
    for (const build of builder.builds) assert.match(build, / --push --sbom=true --provenance=mode=max /);
    const tag = (await checkout.version()).replace('+', '-');
    assert.notEqual(await digest('api', tag), await digest('api', `${tag}-attested`));
  });

  it('are built once by it, and then taken by all', async () => {
    await expectOutputs(await attest(), '-attested');
    await expectOutputs(await checkout.run('images'), '-attested');
    assert.equal(builder.builds.length, 2);
  });
});
