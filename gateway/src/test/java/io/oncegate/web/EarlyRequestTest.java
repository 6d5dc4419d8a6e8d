package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What is seen of a request ahead of the server is what the server would see. */
class EarlyRequestTest {

    private final HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.PATCH, "/a/b?c=d&c=e");

    @Test
    void allOfItsHeadIsThere() throws URISyntaxException {
        request.headers().add("X-Any", "1").add("x-any", "2");
        ServerHttpRequest seen = new EarlyRequest(new EmbeddedChannel(), request, "shop:8080");

        assertThat(seen.getURI()).isEqualTo(URI.create("http://shop:8080/a/b?c=d&c=e"));
        assertThat(seen.getPath().value()).isEqualTo("/a/b");
        assertThat(seen.getQueryParams().get("c")).containsExactly("d", "e");
        assertThat(seen.getMethod().name()).isEqualTo("PATCH");
        assertThat(seen.getHeaders().get("X-ANY")).isEqualTo(List.of("1", "2"));
        assertThat(seen.getCookies()).isEmpty();
        assertThat(seen.getRemoteAddress()).isNull();
        assertThat(seen.getLocalAddress()).isNull();
    }

    @Test
    void aConnectionWithTlsIsHttps() throws Exception {
        SslHandler tls = SslContextBuilder.forClient().build().newHandler(new EmbeddedChannel().alloc());
        EmbeddedChannel channel = new EmbeddedChannel(tls);
        try {
            assertThat(new EarlyRequest(channel, request, "shop").getURI().getScheme())
                    .isEqualTo("https");
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void aHostThatIsNoneMakesNoAddress() {
        assertThatExceptionOfType(URISyntaxException.class)
                .isThrownBy(() -> new EarlyRequest(new EmbeddedChannel(), request, "a b"));
    }
}
