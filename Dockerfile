# One image for the centre and the adapters; the front end is built in a stage of its own.
FROM node:24-bookworm-slim AS web
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.13-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2
WORKDIR /app
COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/runtime.txt \
 && useradd --system --uid 10001 --home-dir /data centre \
 && install -d -o centre /data /users
COPY common common
COPY camera_adapters camera_adapters
COPY command_center command_center
COPY config config
COPY --from=web /build/command_center/web/static command_center/web/static
USER centre
ENV CC_DATA_DIR=/data CC_CONFIG_DIR=/app/config
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "command_center", "serve", "--host", "0.0.0.0", "--port", "8000"]
