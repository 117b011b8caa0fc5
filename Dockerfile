# Stegvis as one image: the page is built, the wheel is made with it, and the last stage holds only what runs.

FROM node:22.21-bookworm-slim AS page
WORKDIR /src/static
COPY static/package.json static/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static ./
RUN npm run build

FROM python:3.13.9-slim-bookworm AS wheels
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements requirements
RUN pip wheel --require-hashes --only-binary :all: --requirement requirements/run.lock --wheel-dir /wheels \
 && pip install --require-hashes --requirement requirements/build.lock
COPY pyproject.toml README.md ./
COPY server server
COPY realtime realtime
COPY migrations migrations
COPY --from=page /src/static/dist static/dist
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.13.9-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home stegvis \
 && install --directory --owner=stegvis --group=stegvis /data
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --disable-pip-version-check --no-index --find-links /wheels stegvis
ENV PYTHONUNBUFFERED=1 STEGVIS_HOST=0.0.0.0 STEGVIS_PORT=8000 STEGVIS_DATA=/data
USER stegvis
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"STEGVIS_PORT\"]}/healthz', timeout=4)"]
CMD ["stegvis", "serve"]
