package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.header.HttpHeaderWriterWebFilter;
import org.springframework.web.server.WebFilter;

/** The headers of every answer are those that Spring Security would write, to the letter. */
class AnswerHeadersTest {

    private static final Set<String> ABOUT_CACHING =
            Set.of(HttpHeaders.CACHE_CONTROL, HttpHeaders.PRAGMA, HttpHeaders.EXPIRES);

    private final WebFilter own = new HttpHeaderWriterWebFilter(new AnswerHeaders());
    private final WebFilter springs = Objects.requireNonNull(ServerHttpSecurity.http()
            .build()
            .getWebFilters()
            .filter(HttpHeaderWriterWebFilter.class::isInstance)
            .blockFirst());

    @ParameterizedTest
    @CsvSource({"http://gateway/x, 4", "https://gateway/x, 5"})
    void anAnswerGetsWhatSpringSecurityWritesExceptAboutCaching(String uri, int many) {
        Map<String, String> written = written(own, uri, "X-Any", "a");
        assertThat(written).isEqualTo(withoutCaching(written(springs, uri, "X-Any", "a")));
        assertThat(written).hasSize(many + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://gateway/x", "https://gateway/x"})
    void whoAddsThemHasAllOfThemWhenTheCallReturns(String uri) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post(uri));
        exchange.getResponse().getHeaders().set("X-Any", "a");
        new AnswerHeaders().addTo(exchange);
        Map<String, String> added =
                new TreeMap<>(exchange.getResponse().getHeaders().toSingleValueMap());
        assertThat(added).isEqualTo(written(own, uri, "X-Any", "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Content-Type-Options",
                "X-Frame-Options",
                "x-frame-options",
                "X-XSS-Protection",
                "Referrer-Policy",
                "Strict-Transport-Security"
            })
    void whatTheServiceSaysItselfStays(String name) {
        for (String value : new String[] {"its own", ""}) {
            Map<String, String> written = written(own, "https://gateway/x", name, value);
            assertThat(written).containsEntry(name, value).hasSize(5);
            assertThat(written).isEqualTo(withoutCaching(written(springs, "https://gateway/x", name, value)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://gateway/x", "https://gateway/x"})
    void nothingIsSaidAboutCaching(String uri) {
        assertThat(written(own, uri, "X-Any", "a").keySet()).doesNotContainAnyElementsOf(ABOUT_CACHING);
    }

    @Test
    void whatTheServiceSaysAboutCachingStays() {
        assertThat(written(own, "http://gateway/x", HttpHeaders.CACHE_CONTROL, "max-age=60"))
                .containsEntry(HttpHeaders.CACHE_CONTROL, "max-age=60");
    }

    /** The headers of an answer that had one already. */
    private static Map<String, String> written(WebFilter filter, String uri, String name, String value) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post(uri));
        filter.filter(exchange, answered -> {
                    answered.getResponse().getHeaders().set(name, value);
                    return answered.getResponse().setComplete();
                })
                .block();
        Map<String, String> written = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getResponse().getHeaders().forEach((header, values) -> written.put(header, String.join("|", values)));
        return written;
    }

    private static Map<String, String> withoutCaching(Map<String, String> written) {
        written.keySet().removeIf(name -> ABOUT_CACHING.stream().anyMatch(name::equalsIgnoreCase));
        return written;
    }
}
