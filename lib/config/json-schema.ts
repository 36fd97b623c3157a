import { z } from 'zod';
import { configFileSchema } from './schema/config-file.ts';

/** As much of a JSON Schema (2020-12) as the configuration needs. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** The configuration file as editors want to know it. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configFileSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      const { pattern, minimum, maximum } = jsonSchema;
      // A reference may replace any value.
      if (typeof pattern === 'string') jsonSchema.pattern = `${pattern}|\\$\\{(env|file):`;
      if (minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return { title: 'netconsole-relay', ...schema } as JsonSchema;
}
