import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { configJsonSchema, type JsonSchema } from './json-schema.ts';

/** The keys of one mapping of the configuration. */
export interface SectionDescription {
  /** Path of the mapping: `sources.NAME`, `routes[].when`; empty for the file itself. */
  readonly path: string;
  /** The kind of source or destination that has it; undefined if there is none, or if all that have it have the same. */
  readonly kind: string | undefined;
  readonly keys: readonly KeyDescription[];
}

export interface KeyDescription {
  readonly key: string;
  /** In words. */
  readonly type: string;
  readonly isRequired: boolean;
  /** As it would be written; undefined when there is none. */
  readonly byDefault: string | undefined;
  readonly meaning: string;
}

/** Every key of the configuration, from the schema that checks it: sections in the order of the file. */
export function describeConfig(): SectionDescription[] {
  const schema = configJsonSchema();
  return joinEqual(describeSection(schema, '', schema.$defs ?? {}));
}

/** Sections of one path that are equal for every kind are one, at the place of the first. */
function joinEqual(sections: readonly SectionDescription[]): SectionDescription[] {
  return sections.flatMap((section) => {
    const alike = sections.filter(({ path }) => path === section.path);
    if (!alike.every(({ keys }) => isDeepStrictEqual(keys, section.keys))) return [section];
    return alike[0] === section ? [{ ...section, kind: undefined }] : [];
  });
}

type Definitions = NonNullable<JsonSchema['$defs']>;

function describeSection(
  schema: JsonSchema,
  path: string,
  definitions: Definitions,
  kindAbove?: string,
): SectionDescription[] {
  const { properties = {}, required = [] } = schema;
  const word = properties['type']?.const;
  const kind = typeof word === 'string' ? word : kindAbove;
  const keys = Object.entries(properties).map(([key, value]) => ({
    key,
    type: typeInWords(value),
    isRequired: required.includes(key),
    byDefault: value.default === undefined ? undefined : stringify(value.default).trim(),
    meaning: value.description ?? '',
  }));
  const below = Object.entries(properties).flatMap(([key, value]) => {
    const found = findSections(value, path === '' ? key : `${path}.${key}`, definitions);
    return found.flatMap((each) => describeSection(each.schema, each.path, each.definitions, kind));
  });
  return [{ path, kind, keys }, ...below];
}

interface FoundSection {
  readonly schema: JsonSchema;
  readonly path: string;
  /** The definitions around this one are excluded: a recursive schema is described once. */
  readonly definitions: Definitions;
}

/** The mappings with known keys in a value. */
function findSections(schema: JsonSchema, path: string, definitions: Definitions): FoundSection[] {
  const { properties, oneOf, anyOf, additionalProperties, items } = schema;
  if (properties !== undefined) return [{ schema, path, definitions }];
  const choices = oneOf ?? anyOf;
  if (choices !== undefined)
    return choices.flatMap((each) => findSections(each, path, definitions));
  if (typeof additionalProperties === 'object') {
    return findSections(additionalProperties, `${path}.NAME`, definitions);
  }
  if (items !== undefined) return findSections(items, `${path}[]`, definitions);
  const { [definitionOf(schema) ?? '']: definition, ...others } = definitions;
  return definition === undefined ? [] : findSections(definition, path, others);
}

/** A definition's name, when a schema is nothing but a reference to it. */
function definitionOf({ $ref }: JsonSchema): string | undefined {
  return $ref?.replace('#/$defs/', '');
}

function typeInWords(schema: JsonSchema): string {
  const { title, const: word, enum: words, items, type } = schema;
  const name = definitionOf(schema);
  if (name !== undefined) return name === 'routes' ? 'list of routes' : name;
  if (title !== undefined) return title;
  if (word !== undefined || words !== undefined) return (words ?? [word]).map(quote).join(', ');
  if (schema.anyOf !== undefined) return choiceInWords(schema.anyOf);
  if (type === 'array') return `list of ${typeInWords(items ?? {})}s`;
  if (type === 'boolean') return 'true or false';
  if (type === 'integer') return `${schema.minimum} to ${schema.maximum}`;
  return 'mapping';
}

function choiceInWords(choices: readonly JsonSchema[]): string {
  const [first = {}, second = {}] = choices;
  const one = typeInWords(first);
  const isOneOrList = second.items !== undefined && typeInWords(second.items) === one;
  return isOneOrList ? `${one}, or a list` : choices.map(typeInWords).join(', ');
}

function quote(word: unknown): string {
  return `\`${stringify(word).trim()}\``;
}
