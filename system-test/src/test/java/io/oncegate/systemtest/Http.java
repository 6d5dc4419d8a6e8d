package io.oncegate.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plain HTTP client, without retries of its own.
 *
 * @param base what paths are relative to
 */
record Http(URI base) {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * An answer.
     *
     * @param response as it came, its body decoded as UTF-8
     */
    record Reply(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** The machine-readable name of a problem. */
        Optional<String> code() {
            return find("code");
        }

        /** A member of the body that is a string. */
        String member(String name) {
            return find(name).orElseThrow(() -> new AssertionError("no " + name + " in " + body()));
        }

        private Optional<String> find(String member) {
            Matcher found = Pattern.compile('"' + member + "\":\"([^\"]+)\"").matcher(body());
            return found.find() ? Optional.of(found.group(1)) : Optional.empty();
        }

        /** Whether it is a problem that asks for the same request again. */
        boolean isRetryable() {
            return body().contains("\"retryable\":true");
        }

        boolean isReplay() {
            return header("Idempotent-Replayed").filter("true"::equals).isPresent();
        }
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** A request of one of the demonstration's accounts. */
    HttpRequest.Builder as(String account, String path) {
        String credentials = account + ":" + account;
        return anonymously(path)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    HttpRequest.Builder anonymously(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    Reply get(String account, String path) {
        return send(as(account, path));
    }

    Reply post(String account, String path, String key, String json) {
        return send(posting(account, path, key, json));
    }

    HttpRequest.Builder posting(String account, String path, String key, String json) {
        return posting(as(account, path), key, json);
    }

    static HttpRequest.Builder posting(HttpRequest.Builder request, String key, String json) {
        return request.header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<Reply> sendAsync(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Reply::new);
    }
}
