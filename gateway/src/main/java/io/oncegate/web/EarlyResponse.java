package io.oncegate.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.support.Netty4HeadersAdapter;
import reactor.core.publisher.Mono;

/** Status and header fields of an answer that is written whole, ahead of the server. */
final class EarlyResponse extends AbstractServerHttpResponse {

    private final io.netty.handler.codec.http.HttpHeaders fields;

    EarlyResponse() {
        // as the server makes those of its answers
        this(DefaultHttpHeadersFactory.headersFactory().newHeaders());
    }

    private EarlyResponse(io.netty.handler.codec.http.HttpHeaders fields) {
        super(DefaultDataBufferFactory.sharedInstance, new HttpHeaders(new Netty4HeadersAdapter(fields)));
        this.fields = fields;
    }

    FullHttpResponse with(int status, byte[] body) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.wrappedBuffer(body),
                fields,
                EmptyHttpHeaders.INSTANCE);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller's choice of type, as everywhere
    public <T> T getNativeResponse() {
        return (T) fields;
    }

    @Override
    protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
        return notHere();
    }

    @Override
    protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return notHere();
    }

    private static Mono<Void> notHere() {
        return Mono.error(() -> new IllegalStateException("the answer is not written here"));
    }

    @Override
    protected void applyStatusCode() {
        // part of what is written
    }

    @Override
    protected void applyHeaders() {
        // part of what is written
    }

    @Override
    protected void applyCookies() {
        // there are none
    }
}
