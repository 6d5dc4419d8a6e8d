package io.oncegate.web;

import io.oncegate.core.IdempotencyKey;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** A covered request on its way upstream: its body in memory, its fields ours, and whether any of it was sent. */
final class CoveredRequest extends ServerHttpRequestDecorator {

    /** Where the detached exchange has it, whatever filters have put around it since. */
    static final String ATTRIBUTE = CoveredRequest.class.getName();

    private final byte[] body;
    private final MessageFields headers;
    private final AtomicBoolean bodyAsked = new AtomicBoolean();
    private final Flux<DataBuffer> sent = Flux.defer(() -> {
        byte[] bytes = sentBody();
        return bytes.length == 0 ? Flux.empty() : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
    });

    /**
     * @param request as the client sent it, without the fields that are not the client's
     * @param body its whole body
     * @param header the route's header for the key
     * @param key the client's key
     */
    CoveredRequest(ServerHttpRequest request, byte[] body, String header, IdempotencyKey key) {
        super(request);
        this.body = body;
        this.headers = MessageFields.of(request);
        headers.set(header, key.value());
        headers.set(FieldNames.IDEMPOTENCY_KEY, key.value());
        // what is kept is the identity form, which suits every later client
        headers.remove(HttpHeaders.ACCEPT_ENCODING);
        // the body is here already; nobody is left to say "go on"
        headers.remove(HttpHeaders.EXPECT);
    }

    void attempt(int attempt) {
        headers.set(FieldNames.IDEMPOTENCY_ATTEMPT, Integer.toString(attempt));
    }

    /**
     * Whether something may have been sent. The routing filter subscribes to the body only once it has a connection, TLS
     * included; a filter that reads the body before that errs to the safe side.
     */
    boolean maybeSent() {
        return bodyAsked.get();
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    /** Always the same one, by which is told whether a filter has put another in its place. */
    @Override
    public Flux<DataBuffer> getBody() {
        return sent;
    }

    /** The body's bytes, at the moment when they are written. */
    byte[] sentBody() {
        bodyAsked.set(true);
        return body;
    }

    /** The body for the gateway's own reading, which sends nothing. */
    Flux<DataBuffer> peekBody() {
        return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
    }
}
