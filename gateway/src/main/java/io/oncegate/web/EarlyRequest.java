package io.oncegate.web;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Flux;

/**
 * A plain request as it is read, ahead of the server: what the server would make of it, for those who only look at it. Its
 * body is not read here.
 */
final class EarlyRequest implements ServerHttpRequest {

    private final Channel channel;
    private final HttpMethod method;
    private final URI uri;
    private final HttpHeaders headers;
    private final Map<String, Object> attributes = new HashMap<>(4);

    /**
     * @throws URISyntaxException if its host and target are no address
     */
    EarlyRequest(Channel channel, HttpRequest request, String host) throws URISyntaxException {
        this.channel = channel;
        this.method = HttpMethod.valueOf(request.method().name());
        String scheme = channel.pipeline().get(SslHandler.class) == null ? "http" : "https";
        this.uri = new URI(scheme + "://" + host + request.uri());
        this.headers = new HttpHeaders(new Netty4HeadersAdapter(request.headers()));
    }

    @Override
    public String getId() {
        return channel.id().asShortText();
    }

    @Override
    public HttpMethod getMethod() {
        return method;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public RequestPath getPath() {
        return RequestPath.parse(uri, "");
    }

    @Override
    public MultiValueMap<String, String> getQueryParams() {
        return UriComponentsBuilder.fromUri(uri).build().getQueryParams();
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    /** None: whoever decides by a cookie is not asked here. */
    @Override
    public MultiValueMap<String, HttpCookie> getCookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public @Nullable InetSocketAddress getLocalAddress() {
        return channel.localAddress() instanceof InetSocketAddress address ? address : null;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        return channel.remoteAddress() instanceof InetSocketAddress address ? address : null;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.error(() -> new IllegalStateException("the body is not read here"));
    }
}
