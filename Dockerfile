# syntax=docker/dockerfile:1
# Tocsin for servers: no embedded PostgreSQL in it, so DATABASE_URL must be set. No install script runs at any point.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json build.mjs ./
COPY src src
COPY commands commands
RUN npm run build

FROM node:22-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The optional packages are the embedded database and BullMQ's native accelerator: 100 MB that a server does not need. Nor does
# it need types and source maps, which are half of what is left.
RUN npm ci --ignore-scripts --omit=dev --omit=optional && npm cache clean --force \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# Not read by the programs, which hold what they need: for the licences of the packages, and for those who scan images.
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
# Read at run time: migrations as SQL, and the workflows that ship. Mount your own folder and name it in TOCSIN_WORKFLOWS.
COPY src/db/migrations src/db/migrations
COPY workflows workflows
# `node`, as a number: Kubernetes cannot tell from a name that it is not root.
USER 1000:1000
EXPOSE 3000
# Ready means that work flows: the database answers, Slack is connected, nothing waits for more than half a minute.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/src/main.js"]
CMD ["start"]
