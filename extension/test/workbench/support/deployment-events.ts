/** What a deployment prints for programs: two steps, and that it succeeded. */
export const deploymentEvents = [
  { type: 'step', step: 'build', title: 'Build the images', status: 'started' },
  { type: 'step', step: 'build', title: 'Build the images', status: 'done' },
  { type: 'step', step: 'apply', title: 'Apply the plan', status: 'started' },
  { type: 'step', step: 'apply', title: 'Apply the plan', status: 'done' },
  { type: 'result', status: 'deployed', url: 'https://shop.example', version: '1.2.3' },
];
