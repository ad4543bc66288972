/** What the file of a manifest is called: it stands beside the runbooks, and is none. */
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*\.manifest\.yaml$/;

/** `logging-config.manifest.yaml`: the name without its folder. */
export const isManifest = (name: string): boolean => NAME.test(name);
