FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY lib lib
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
WORKDIR /opt/netconsole-relay
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
EXPOSE 514/udp 6666/udp
ENTRYPOINT ["node", "/opt/netconsole-relay/dist/main.js"]
CMD ["run"]
