package io.oncegate.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.FormHttpMessageReader;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.MultipartHttpMessageReader;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The exchange that the inner filters and the upstream see. It shares nothing with the client's that ends when the
 * client leaves: request and response are ours, attributes a copy.
 */
final class DetachedExchange extends ServerWebExchangeDecorator {

    private static final ResolvableType FORM =
            ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class, String.class);
    private static final ResolvableType MULTIPART =
            ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class, Part.class);
    private static final HttpMessageReader<MultiValueMap<String, String>> FORM_READER = new FormHttpMessageReader();
    private static final HttpMessageReader<MultiValueMap<String, Part>> MULTIPART_READER =
            new MultipartHttpMessageReader(new DefaultPartHttpMessageReader());

    private static final int ADDED_INSIDE = 16;

    private final CoveredRequest request;
    private final ServerHttpResponse response;
    private final Map<String, Object> attributes;

    DetachedExchange(ServerWebExchange client, CoveredRequest request, ServerHttpResponse response) {
        super(client);
        this.request = request;
        this.response = response;
        Map<String, Object> clients = client.getAttributes();
        // with room for what the inner filters add: to grow costs as much as the copy
        this.attributes = new ConcurrentHashMap<>(2 * clients.size() + ADDED_INSIDE);
        attributes.putAll(clients);
        // a pooled buffer that an outer filter releases when the client is done
        attributes.remove(ServerWebExchangeUtils.CACHED_REQUEST_BODY_ATTR);
        attributes.put(CoveredRequest.ATTRIBUTE, request);
    }

    @Override
    public ServerHttpRequest getRequest() {
        return request;
    }

    @Override
    public ServerHttpResponse getResponse() {
        return response;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    /** The client's exchange has nothing left to read: its body is in memory here. */
    @Override
    public Mono<MultiValueMap<String, String>> getFormData() {
        return read(FORM_READER, FORM);
    }

    @Override
    public Mono<MultiValueMap<String, Part>> getMultipartData() {
        return read(MULTIPART_READER, MULTIPART);
    }

    private <T> Mono<MultiValueMap<String, T>> read(
            HttpMessageReader<MultiValueMap<String, T>> reader, ResolvableType type) {
        if (!reader.canRead(type, request.getHeaders().getContentType())) {
            return Mono.just(new LinkedMultiValueMap<>());
        }
        ServerHttpRequest peeked = new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return request.peekBody();
            }
        };
        return reader.readMono(type, peeked, Map.of()).defaultIfEmpty(new LinkedMultiValueMap<>());
    }
}
