package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.server.HttpServerRequest;

/** What nobody in front of a route would look at twice; when in doubt, a request is none of that. */
class PlainRequestTest {

    private static final String TARGET = "/api/orders";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/orders",
                "/api/orders/",
                "/api/orders/123?x=1&y=b",
                "/api/v1.2/a-b_c~d.json",
                "/api/orders?",
                "/api/orders?next=/a//b/../c"
            })
    void aTargetThatCanBeSpelledOneWayOnlyIsPlain(String target) {
        assertThat(PlainRequest.isPlainTarget(target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "//api", "/api//orders", "/api/orders//", "/.", "/..", "/./a", "/a/.", "/a/../b"})
    void anEmptyOrDotSegmentIsNotPlain(String target) {
        assertThat(PlainRequest.isPlainTarget(target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.hidden", "/a/...", "/a/..b", "/a../b", "/a./b"})
    void whatMayBeADotSegmentToSomebodyIsNotPlain(String target) {
        // the last one is a segment of its own to everybody
        assertThat(PlainRequest.isPlainTarget(target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%2e%2e/a",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a%20b",
                "/%61pi",
                "/a%00",
                "/a%",
                "/a?x=%31",
                "/a?x=%0d%0a"
            })
    void anythingEncodedIsNotPlain(String target) {
        assertThat(PlainRequest.isPlainTarget(target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a;matrix=1",
                "/a;/b",
                "/a\\b",
                "/a?x=\\",
                "/a?x=1?y=2",
                "/a??",
                "/a#b",
                "/a b",
                "/a\tb",
                "/a\u0000",
                "/a\u007f",
                "/ä",
                "/a?x=ä",
                "/a\uff0fb",
                "/a=b",
                "/a&b",
                "/a:b",
                "/a@b",
                "/a+b",
                "/a?x=a+b",
                "/a?x[0]=1"
            })
    void aCharacterThatMayMeanSomethingIsNotPlain(String target) {
        assertThat(PlainRequest.isPlainTarget(target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "api", "?x=1", "http://127.0.0.1/api", "HTTP://x/api", "127.0.0.1:80"})
    void aTargetThatIsNoPathIsNotPlain(String target) {
        assertThat(PlainRequest.isPlainTarget(target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void aRequestThatMayChangeSomethingIsPlain(String method) {
        assertThat(PlainRequest.is(request(method, TARGET, headers()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "CONNECT", "post", "QUERY"})
    void everyOtherMethodGoesTheWholeWay(String method) {
        assertThat(PlainRequest.is(request(method, TARGET, headers()))).isFalse();
    }

    @Test
    void theTargetOfARequestCounts() {
        assertThat(PlainRequest.is(request("POST", "/a/../b", headers()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin", "origin", "Upgrade", "UPGRADE", "x-forwarded-prefix"})
    void whatSomebodyElseDecidesOnGoesTheWholeWay(String name) {
        assertThat(PlainRequest.is(request("POST", TARGET, headers().set(name, ""))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Basic c2hvcDpzM2NyZXQ=", "~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}"})
    void printableAsciiInAFieldIsPlain(String value) {
        assertThat(PlainRequest.is(request("POST", TARGET, headers().set("X-Any", value))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "a\tb", "a\rb", "a\nb", "\u0000", "\u001f", "\u007f", "\u0080", "ä", "€"})
    void anythingElseInAFieldIsNot(String value) {
        assertThat(PlainRequest.is(
                        request("POST", TARGET, headers().set("X-A", "a").set("X-Any", value))))
                .isFalse();
        assertThat(PlainRequest.is(
                        request("POST", TARGET, headers().add("X-Any", "a").add("X-Any", value))))
                .isFalse();
    }

    /** Takes any value, as a server does that validates none. */
    private static HttpHeaders headers() {
        return DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .set("Host", "127.0.0.1");
    }

    private static HttpServerRequest request(String method, String target, HttpHeaders headers) {
        return (HttpServerRequest) Proxy.newProxyInstance(
                PlainRequestTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "method" -> HttpMethod.valueOf(method);
                    case "uri" -> target;
                    case "requestHeaders" -> headers;
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }
}
