package io.oncegate.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What a request takes up while its body is read is kept with the body, and given back once without one. */
class RequestBodyTest {

    private static final int LIMIT = 10;

    private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);
    private final List<ByteBuf> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final RequestBody.Reading reading = new RequestBody.Reading() {
        @Override
        public void read(byte[] body) {
            told.add("read " + new String(body, US_ASCII));
        }

        @Override
        public void gaveUp() {
            told.add("gave up");
        }
    };

    @ParameterizedTest
    @ValueSource(longs = {-1, 10})
    void aWholeBodyKeepsIt(long announced) {
        Optional<byte[]> body = read(announced, pieces("abc", "", "defghij")).block();
        assertThat(body).contains("abcdefghij".getBytes(US_ASCII));
        assertThat(told).containsExactly("read abcdefghij");
        assertThat(sent).allMatch(it -> it.refCnt() == 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0})
    void noBodyIsABody(long announced) {
        assertThat(read(announced, Flux.empty()).block()).contains(new byte[0]);
        assertThat(told).containsExactly("read ");
    }

    @Test
    void whoGoesOnIsToldAfterwards() {
        read(-1, pieces("abc")).doOnNext(body -> told.add("went on")).block();
        assertThat(told).containsExactly("read abc", "went on");
    }

    @Test
    void anAnnouncedBodyThatIsTooLargeIsNotReadAtAll() {
        assertThat(read(11, Flux.error(new AssertionError("was asked for"))).block())
                .isEmpty();
        assertThat(told).containsExactly("gave up");
    }

    @Test
    void aBodyThatTurnsOutTooLargeGivesItBackAndIsReadNoFurther() {
        Sinks.Many<DataBuffer> pieces = Sinks.many().unicast().onBackpressureBuffer();
        Mono<Optional<byte[]>> reading = read(-1, pieces.asFlux());
        pieces.tryEmitNext(buffer("abcdef"));
        pieces.tryEmitNext(buffer("ghijk"));
        assertThat(reading.block()).isEmpty();
        assertThat(told).containsExactly("gave up");
        assertThat(pieces.tryEmitNext(buffer("never")).isFailure()).isTrue();
        assertThat(sent.subList(0, 2)).allMatch(it -> it.refCnt() == 0);
        sent.get(2).release();
    }

    @Test
    void aBodyThatBreaksOffGivesItBack() {
        List<String> failures = new ArrayList<>();
        read(-1, pieces("abc").concatWith(Flux.error(new IllegalStateException("broken"))))
                .subscribe(body -> told.add("went on"), failure -> failures.add(failure.getMessage()));
        assertThat(failures).containsExactly("broken");
        assertThat(told).containsExactly("gave up");
        assertThat(sent).allMatch(it -> it.refCnt() == 0);
    }

    @Test
    void aBodyThatSomebodyElseHasReadGivesItBack() {
        List<String> failures = new ArrayList<>();
        read(3, Flux.empty()).subscribe(body -> told.add("went on"), failure -> failures.add(failure.getMessage()));
        assertThat(failures).singleElement().asString().contains("was read before");
        assertThat(told).containsExactly("gave up");
    }

    @Test
    void aClientThatLeavesWhileItsBodyIsReadGivesItBack() {
        List<String> stopped = new ArrayList<>();
        Disposable client = read(-1, pieces("abc").concatWith(Flux.never()).doOnCancel(() -> stopped.add("stopped")))
                .subscribe(body -> told.add("went on"));
        assertThat(told).isEmpty();
        client.dispose();
        assertThat(told).containsExactly("gave up");
        assertThat(stopped).containsExactly("stopped");
    }

    @Test
    void aClientThatLeavesAfterwardsLeavesItWithTheBody() {
        read(-1, pieces("abc")).flatMap(body -> Mono.never()).subscribe().dispose();
        assertThat(told).containsExactly("read abc");
    }

    private Mono<Optional<byte[]>> read(long announced, Flux<DataBuffer> body) {
        MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.post("/x");
        if (announced >= 0) {
            request.contentLength(announced);
        }
        return RequestBody.read(request.body(body), LIMIT, reading);
    }

    private Flux<DataBuffer> pieces(String... pieces) {
        return Flux.fromArray(pieces).map(this::buffer);
    }

    private DataBuffer buffer(String text) {
        ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.buffer();
        buffer.writeCharSequence(text, US_ASCII);
        sent.add(buffer);
        return buffers.wrap(buffer);
    }
}
