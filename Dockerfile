# One image per app: docker build --build-arg APP=partner-registry -t polyphony/partner-registry .
# A service's image runs that service, and its other verbs: docker run … polyphony/partner-registry migrate.
# The image of APP=cli is the command line, with the services' programs that it calls.

FROM node:24-bookworm-slim AS manifests
WORKDIR /polyphony
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

# The same for all apps, so it is built once.
FROM node:24-bookworm-slim AS build
WORKDIR /polyphony
COPY --from=manifests /polyphony ./
RUN npm ci --omit=optional --ignore-scripts --loglevel=error
COPY . .
RUN node_modules/.bin/tsc -b apps/*/tsconfig.json

FROM node:24-bookworm-slim AS production
ARG APP
WORKDIR /polyphony
COPY --from=manifests /polyphony ./
RUN : "${APP:?is missing: --build-arg APP=partner-registry}" \
 && npm ci --omit=dev --omit=optional --ignore-scripts --loglevel=error --workspace "apps/$APP"
# npm has linked exactly the workspaces that the app needs: they get their programs, the others go.
RUN --mount=type=bind,from=build,source=/polyphony,target=/built \
    for package in $(realpath --relative-to=. node_modules/@polyphony/*); do \
      for part in dist data; do \
        if [ -d "/built/$package/$part" ]; then cp -r "/built/$package/$part" "$package/"; fi; \
      done; \
    done \
 && for package in apps/* libs/*; do [ -d "$package/dist" ] || rm -r "$package"; done \
 && rm package-lock.json .npmrc \
 && find . -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name .tsbuildinfo \) -delete

FROM node:24-bookworm-slim
ARG APP
ARG VERSION=development
ARG REVISION=unknown
LABEL org.opencontainers.image.title="polyphony-$APP" \
      org.opencontainers.image.description="Polyphony, open backend for decentralised global citizens' assemblies: $APP" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
# Without the heap flags V8 sizes itself by the machine: 180 to 380 MiB resident after the demo, with them 135 to 180.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 NODE_OPTIONS="--max-old-space-size=192 --max-semi-space-size=4" MALLOC_MMAP_THRESHOLD_=131072
COPY --from=production /polyphony /polyphony
# Where the command line keeps the keys of a local issuer, and services read them: a volume takes its owner from here.
RUN install -d -o 1000 -g 1000 /var/lib/polyphony
WORKDIR /polyphony/apps/$APP
# A number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE $PORT
# Each check starts a Node of its own, hence the light client and the patience with a busy machine.
HEALTHCHECK --interval=10s --timeout=30s --start-period=120s --retries=3 \
  CMD ["node", "-e", "require('http').get(`http://127.0.0.1:${process.env.PORT}/health/ready`, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))"]
ENTRYPOINT ["node", "dist/main.js"]
