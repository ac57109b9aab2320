import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { z } from 'zod';

const blockSchema = <Attributes extends z.ZodRawShape>(attributes: Attributes) =>
  z.record(z.string(), z.tuple([z.object(attributes)])).default({});

const fileSchema = z.object({
  variable: blockSchema({ description: z.string(), type: z.string(), default: z.unknown().optional() }),
  output: blockSchema({ description: z.string() }),
  resource: z.record(z.string(), z.unknown()).default({}),
});

export interface Variable {
  readonly name: string;
  readonly description: string;
  /** As JSON; undefined where it has to be given. */
  readonly default: string | undefined;
}

/** What a folder of Terraform says of itself, each in the order of names. */
export interface Module {
  readonly variables: readonly Variable[];
  readonly outputs: readonly { readonly name: string; readonly description: string }[];
  readonly resourceTypes: readonly string[];
}

/** @throws when a variable or an output has no description */
export async function readModule(folder: string): Promise<Module> {
  const names = globSync('*.tf', { cwd: folder });
  const files = await Promise.all(
    names.map(async (name) => fileSchema.parse(await parse(name, readFileSync(join(folder, name), 'utf8')))),
  );
  const variables = files.flatMap(({ variable }) =>
    Object.entries(variable).map(([name, [said]]) => ({
      name,
      description: said.description,
      default: 'default' in said ? JSON.stringify(said.default) : undefined,
    })),
  );
  const outputs = files.flatMap(({ output }) =>
    Object.entries(output).map(([name, [{ description }]]) => ({ name, description })),
  );
  return {
    variables: variables.toSorted((one, other) => one.name.localeCompare(other.name)),
    outputs: outputs.toSorted((one, other) => one.name.localeCompare(other.name)),
    resourceTypes: [...new Set(files.flatMap(({ resource }) => Object.keys(resource)))].toSorted(),
  };
}
