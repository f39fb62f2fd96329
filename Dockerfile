# boiler as an HTTP service: docker build -t boiler . && docker run --rm -p 127.0.0.1:8080:8080 boiler
# Other commands: docker run --rm -i boiler predict - < page.html
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY classifier ./classifier
COPY models ./models
RUN python -m venv /opt/boiler \
    && /opt/boiler/bin/pip install --no-cache-dir '.[serve]'

FROM python:3.12-slim
COPY --from=build /opt/boiler /opt/boiler
ENV PATH=/opt/boiler/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1
RUN groupadd --system --gid 10001 boiler \
    && useradd --system --no-create-home --uid 10001 --gid 10001 boiler
USER 10001:10001
WORKDIR /tmp
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
ENTRYPOINT ["boiler"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
