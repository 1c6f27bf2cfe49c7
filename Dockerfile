FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes --requirement requirements/run.txt

COPY pyproject.toml README.md LICENSE ./
COPY domain domain
COPY storage storage
COPY handlers handlers
COPY scheduler scheduler
COPY bot bot
RUN pip install --no-deps --no-build-isolation .

# The embedded database lives in /app/var when DATABASE_URL names no other.
RUN useradd --system headway && install --directory --owner headway var
USER headway
VOLUME /app/var

# A home that anybody may write in: whoever it runs as need not be in /etc/passwd.
ENV HOST=0.0.0.0 PORT=3978 HOME=/tmp
EXPOSE 3978
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["headway", "run"]
