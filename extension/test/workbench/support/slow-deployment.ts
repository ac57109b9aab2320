import { deploymentEvents } from './deployment-events.ts';

const plan = `printf '{"environment":"%s","counts":{"add":1,"change":0,"replace":0,"destroy":0},"resources":[],"dataLosses":[],"monthlyCostDifferenceUsd":null}' "$$ENV"`;

const print = (shown: typeof deploymentEvents) =>
  shown.map((event) => `@printf '%s\\n' '${JSON.stringify(event)}'`).join('\n\t');

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
	${print(deploymentEvents.slice(0, 3))}
	@while [ -e Makefile ] && ! [ -e go-on ]; do sleep 0.1; done
	${print(deploymentEvents.slice(3))}
`;
