package io.oncegate.systemtest;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@link ScriptedServer} does with a request. */
interface ScriptedAnswer {

    void to(HttpExchange exchange) throws IOException;

    /** The connection ends without a word. Browsers may then send the request once more by themselves. */
    static ScriptedAnswer dropped() {
        return HttpExchange::close;
    }

    /** The connection ends in the middle of the body. */
    static ScriptedAnswer brokenOff(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    static ScriptedAnswer of(int status, Map<String, String> headers, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream to = exchange.getResponseBody()) {
                to.write(bytes);
            }
        };
    }

    /**
     * In words: a status, then if it is a problem its code, with + or - behind it if it says that it is retryable or not,
     * then further signs: {@code echoed} is the key's name in the answer, {@code replayed}, {@code after=} and
     * {@code location=}; or else {@code broken}.
     */
    static ScriptedAnswer of(String words) {
        if ("broken".equals(words)) {
            return brokenOff(201);
        }
        Matcher parts = Pattern.compile("(\\d{3})(?: ([a-z-]+)([+-]))?((?: [a-z]+(?:=\\S+)?)*)")
                .matcher(words);
        if (!parts.matches()) {
            throw new IllegalArgumentException(words);
        }
        int status = Integer.parseInt(parts.group(1));
        String code = parts.group(2);
        String body = code == null
                ? "plain"
                : "{\"code\":\"%s\",\"retryable\":%s,\"firstStatus\":201}".formatted(code, "+".equals(parts.group(3)));
        String signs = parts.group(4);
        return exchange -> {
            Map<String, String> headers = new TreeMap<>();
            headers.put("Content-Type", code == null ? "text/plain" : "application/problem+json");
            Matcher sign = Pattern.compile("([a-z]+)=?(\\S*)").matcher(signs);
            while (sign.find()) {
                switch (sign.group(1)) {
                    case "echoed" -> headers.put("Idempotency-Key", ScriptedServer.key(exchange));
                    case "replayed" -> headers.put("Idempotent-Replayed", "true");
                    case "after" -> headers.put("Retry-After", sign.group(2));
                    case "location" -> headers.put("Location", sign.group(2));
                    default -> throw new IllegalArgumentException(words);
                }
            }
            of(status, headers, status == 304 ? "" : body).to(exchange);
        };
    }
}
