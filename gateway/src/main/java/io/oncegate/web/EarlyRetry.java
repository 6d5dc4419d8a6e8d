package io.oncegate.web;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A request that may be a retry, with an answer that can be given ahead of the server. */
interface EarlyRetry {

    /** Tells them from other requests. */
    @FunctionalInterface
    interface Finder {

        /** By its first line and fields; empty where the request is to go on. */
        Optional<EarlyRetry> look(Channel channel, HttpRequest request);
    }

    /** Of its body, in bytes. */
    int length();

    /** The answer to it with that body, to be made when it is written; empty where there is none to be had here. */
    Mono<Supplier<FullHttpResponse>> ask(byte[] body);

    /** It was answered, or goes on, or its client has left. */
    void end();
}
