/** The keys and indices from the top of the configuration to one of its values. */
export type Path = readonly PropertyKey[];
