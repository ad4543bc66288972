/** Preloaded into the bot and the workers of a sandbox: when the sandbox dies, however it dies, they do not stay behind. */
process.on('disconnect', () => process.exit(1));
// The line to the parent is for this alone and must not keep a process alive that has ended its work.
process.channel?.unref();
