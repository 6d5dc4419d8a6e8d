package io.oncegate.web;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.http.support.Netty4HeadersAdapter;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Header fields of a message as filters see them, which are also at hand as the server and the client hold theirs: from one message to the
 * next they are taken over as a whole, where going over them through a map makes a list of each.
 */
final class MessageFields extends HttpHeaders {

    private static final long serialVersionUID = 1;

    private static final String SERVERS_REQUEST = "org.springframework.http.server.reactive.ReactorServerHttpRequest";
    private static final String SERVERS_RESPONSE = "org.springframework.http.server.reactive.ReactorServerHttpResponse";

    private final transient io.netty.handler.codec.http.HttpHeaders held;

    private MessageFields(io.netty.handler.codec.http.HttpHeaders held) {
        super(new Netty4HeadersAdapter(held));
        this.held = held;
    }

    /** A copy of a request's fields. */
    static MessageFields of(ServerHttpRequest request) {
        io.netty.handler.codec.http.@Nullable HttpHeaders servers = heldByServer(request);
        return servers == null ? of(request.getHeaders()) : new MessageFields(servers.copy());
    }

    /** A copy of these. */
    static MessageFields of(HttpHeaders headers) {
        if (headers instanceof MessageFields ours) {
            return new MessageFields(ours.held.copy());
        }
        io.netty.handler.codec.http.HttpHeaders copy = new DefaultHttpHeaders();
        Fields.each(headers, copy::add);
        return new MessageFields(copy);
    }

    /** The fields themselves. */
    io.netty.handler.codec.http.HttpHeaders held() {
        return held;
    }

    /** Puts them in the place of a response's. */
    void replace(ServerHttpResponse response) {
        io.netty.handler.codec.http.@Nullable HttpHeaders servers = heldByServer(response);
        if (servers == null) {
            response.getHeaders().clear();
            held.forEach(field -> response.getHeaders().add(field.getKey(), field.getValue()));
        } else {
            servers.set(held);
        }
    }

    /** Null where anybody has put others in their place: what the server holds is not what is meant then. */
    @SuppressWarnings("ReferenceEquality") // others that are equal are still not what the server holds
    private static io.netty.handler.codec.http.@Nullable HttpHeaders heldByServer(ServerHttpRequest request) {
        ServerHttpRequest inner = request;
        while (inner instanceof ServerHttpRequestDecorator decorator) {
            inner = decorator.getDelegate();
        }
        return inner.getClass().getName().equals(SERVERS_REQUEST)
                        && inner.getHeaders() == request.getHeaders()
                        && ((AbstractServerHttpRequest) inner).getNativeRequest() instanceof HttpServerRequest server
                ? server.requestHeaders()
                : null;
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private static io.netty.handler.codec.http.@Nullable HttpHeaders heldByServer(ServerHttpResponse response) {
        ServerHttpResponse inner = response;
        while (inner instanceof ServerHttpResponseDecorator decorator) {
            inner = decorator.getDelegate();
        }
        return inner.getClass().getName().equals(SERVERS_RESPONSE)
                        && inner.getHeaders() == response.getHeaders()
                        && ((AbstractServerHttpResponse) inner).getNativeResponse() instanceof HttpServerResponse server
                ? server.responseHeaders()
                : null;
    }
}
