package io.oncegate.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A connection with retries to be held back, the server behind it, and what each of them has seen. */
abstract class EarlyConnection {

    final List<Asked> asked = new ArrayList<>();
    final List<ByteBuf> buffers = new ArrayList<>();
    final List<String> server = new ArrayList<>();
    int reads;
    /** What the client takes only when it is run; null where it takes everything at once. */
    @Nullable
    List<Runnable> slowClient;

    final EmbeddedChannel channel = new EmbeddedChannel(new Reads(), new EarlyReplayHandler(this::look), new Server());

    @AfterEach
    void everyBufferIsReleasedOnce() {
        asked.forEach(it -> it.answer.tryEmitEmpty());
        channel.finishAndReleaseAll();
        assertThat(buffers).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    HttpRequest head(String target, int length) {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target);
        head.headers().set("Content-Length", length);
        return head;
    }

    HttpContent content(String text) {
        return new DefaultHttpContent(buffer(text));
    }

    LastHttpContent last(String text) {
        return new DefaultLastHttpContent(buffer(text));
    }

    ByteBuf buffer(String text) {
        ByteBuf buffer = Unpooled.buffer().writeBytes(text.getBytes(US_ASCII));
        buffers.add(buffer);
        return buffer;
    }

    /** The server's answer to what it was given. */
    void answered() {
        channel.writeOutbound(answer("from the server"));
        channel.releaseOutbound();
        server.clear();
    }

    FullHttpResponse answer(String text) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, buffer(text));
    }

    List<String> answers() {
        List<String> answers = new ArrayList<>();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            FullHttpResponse response = (FullHttpResponse) out;
            answers.add(response.content().toString(US_ASCII));
            response.release();
        }
        return answers;
    }

    Optional<EarlyRetry> look(Channel connection, HttpRequest request) {
        if (request.uri().equals("/throws/in-look")) {
            throw new IllegalStateException("looked");
        }
        if (request.uri().startsWith("/other")) {
            return Optional.empty();
        }
        Asked it = new Asked(request);
        asked.add(it);
        return Optional.of(it);
    }

    final class Asked implements EarlyRetry {

        private final HttpRequest request;
        final Sinks.One<Supplier<FullHttpResponse>> answer = Sinks.one();

        @Nullable
        String body;

        boolean ended;

        Asked(HttpRequest request) {
            this.request = request;
        }

        @Override
        public int length() {
            return request.headers().getInt("Content-Length");
        }

        @Override
        public Mono<Supplier<FullHttpResponse>> ask(byte[] body) {
            if (request.uri().equals("/throws/in-ask")) {
                throw new IllegalStateException("asked");
            }
            this.body = new String(body, US_ASCII);
            if (request.uri().startsWith("/at-once")) {
                return Mono.just(() -> answer("at once"));
            }
            return request.uri().startsWith("/never") ? Mono.empty() : answer.asMono();
        }

        @Override
        public void end() {
            ended = true;
        }

        void is(String text) {
            answer.tryEmitValue(() -> answer(text)).orThrow();
        }

        void isNot() {
            answer.tryEmitEmpty().orThrow();
        }
    }

    final class Reads extends ChannelDuplexHandler {
        @Override
        public void read(ChannelHandlerContext context) {
            reads++;
            context.read();
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (slowClient == null) {
                var unused = context.write(message, promise);
            } else {
                slowClient.add(() -> {
                    var unused = context.writeAndFlush(message, promise);
                });
            }
        }
    }

    /** Notes what it is given. */
    final class Server extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                server.add(request.uri());
                return;
            }
            HttpContent content = (HttpContent) message;
            server.add(content.content().toString(US_ASCII) + (content instanceof LastHttpContent ? "." : ""));
            content.release();
            if (content instanceof LastHttpContent && server.contains("/retry/answered") && asked.size() == 1) {
                var unused = context.writeAndFlush(answer("from the server"));
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            server.add("complete");
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            server.add("inactive");
        }
    }
}
