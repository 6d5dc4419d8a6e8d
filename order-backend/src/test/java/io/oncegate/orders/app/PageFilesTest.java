package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order page as the service gives it to browsers (contract 10). */
class PageFilesTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

    private final RunningService service = Databases.POSTGRESQL.service();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/page/main.js",
                "/page/colours.css",
                "/idempotent-fetch.js",
                "/idempotent-fetch/attempt.js",
                "/page/settings.json"
            })
    void whatABrowserGetsRunsNothingForeignAndIsShownInNoFrame(String path) {
        Reply reply = page(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/main.js", "/page/colours.css", "/idempotent-fetch.js"})
    void aNewVersionIsAskedForEachTimeAndTheSameOneIsNotSentAgain(String path) {
        Reply first = page(path);
        Reply again = service.send(service.requestBy("alice", path).header("If-None-Match", first.header("ETag")));
        Reply changed =
                service.send(service.requestBy("alice", path).header("If-None-Match", "\"of-another-version\""));

        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(first.header("Last-Modified")).isEqualTo("absent");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.response().body()).isEmpty();
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.response().body()).isEqualTo(first.response().body());
    }

    @Test
    void everythingThatThePageNamesIsThere() {
        List<String> named = REFERENCE
                .matcher(page("/").response().body())
                .results()
                .map(reference -> reference.group(1))
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(4)
                .allSatisfy(path -> assertThat(page(path).status()).isEqualTo(200));
        assertThat(page("/page/nothing.js").status()).isEqualTo(404);
    }

    @Test
    void thePageIsToldHowPatientToBe() {
        Reply reply = page("/page/settings.json");

        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.response().body())
                .isEqualTo("{\"sendTimeout\":10000,\"patience\":30000,\"readTimeout\":8000}");
    }

    private Reply page(String path) {
        return service.send(service.request(path).header("X-Gateway-Token", RunningService.TOKEN));
    }
}
