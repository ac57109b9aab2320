const plan = `printf '{"environment":"%s","counts":{"add":1,"change":0,"replace":0,"destroy":0},"resources":[],"dataLosses":[],"monthlyCostDifferenceUsd":null}' "$$ENV"`;

const events = [
  { type: 'step', step: 'build', title: 'Build the images', status: 'started' },
  { type: 'step', step: 'build', title: 'Build the images', status: 'done' },
  { type: 'step', step: 'apply', title: 'Apply the plan', status: 'started' },
  { type: 'step', step: 'apply', title: 'Apply the plan', status: 'done' },
  { type: 'result', status: 'deployed', url: 'https://shop.example', version: '1.2.3' },
];

const print = (shown: typeof events) => shown.map((event) => `@printf '%s\\n' '${JSON.stringify(event)}'`).join('\n\t');

/**
 * A Makefile that keeps its calls, and whose deployment applies its plan until `go-on` is there. It ends with the folder as
 * well, as it can outlive the window.
 */
export const slowDeployment = `
keep = @echo "$@ $$ENV" >> calls
.PHONY: plan deploy
plan: ; $(keep)
	@${plan}
deploy: ; $(keep)
	${print(events.slice(0, 3))}
	@while [ -e Makefile ] && ! [ -e go-on ]; do sleep 0.1; done
	${print(events.slice(3))}
`;
