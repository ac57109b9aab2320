/** The variables that .devcontainer/compose.yml sets, most of them of the stack beside it. */
export const ofStackBeside: readonly string[] = [
  'API_URL',
  'COMPOSE_PROJECT_NAME',
  'EDITOR',
  'FRONTEND_URL',
  'HEALTH_DEADLINE_SECONDS',
  'HISTFILE',
  'HOST_FOLDER',
  'HOST_GIT_DIR',
  'IN_DEV_CONTAINER',
  'PGDATABASE',
  'PGHOST',
  'PGUSER',
  'STACK',
  'WORKSPACE_FOLDER',
  'ZERO_TO_RUNNING_API_URL',
  'ZERO_TO_RUNNING_FRONTEND_URL',
];

const mark = 'TESTS_IN_DEV_CONTAINER';

/** Whether tests run in the dev container, where the engine takes paths for the host's. */
export function areTestsInDevContainer(env: NodeJS.ProcessEnv): boolean {
  return env['IN_DEV_CONTAINER'] === '1' || env[mark] === '1';
}

/**
 * The environment of tests: inside the dev container, without what would lead them to the stack beside it. They have
 * stacks of their own, and reset and stop them.
 */
export function testEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (!areTestsInDevContainer(env)) return env;
  const others = Object.entries(env).filter(([name]) => !ofStackBeside.includes(name));
  return { ...Object.fromEntries(others), [mark]: '1' };
}
