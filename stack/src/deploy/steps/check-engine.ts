import { runTool } from '../../process/run-tool.ts';
import { StackError } from '../../stack-error.ts';

/** @throws StackError when no Docker engine answers, or it cannot build */
export async function checkEngine(): Promise<void> {
  const engine = await runTool('docker', ['version', '--format', '{{.Server.Version}}'], { deadlineMs: 20_000 });
  if (!engine.ok) {
    throw new StackError('No Docker engine answers, and images have to be built', {
      fix: [
        'Start it: Docker Desktop, or sudo systemctl start docker',
        'Or deploy images that are built: API_IMAGE=… FRONTEND_IMAGE=… APP_VERSION=…, as the pipeline does.',
      ],
    });
  }
  const buildx = await runTool('docker', ['buildx', 'version'], { deadlineMs: 20_000 });
  if (buildx.ok) return;
  throw new StackError("Docker's Buildx is missing", { fix: ['Install it: https://docs.docker.com/go/buildx'] });
}
