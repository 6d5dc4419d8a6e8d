package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/** Every reply is written or let go of, exactly once, whenever the client leaves. */
class ClientTest {

    private final ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
    private int ends;
    private final List<String> fates = new ArrayList<>();
    private final Client client = new Client(() -> ends++);

    @Test
    void aReplyIsWritten() {
        client.receive(exchange).subscribe();
        client.reply(new Noting("first"));
        assertThat(fates).containsExactly("first written");
    }

    @Test
    void aReplyThatIsThereBeforeTheClientsSideIsSubscribedToIsWritten() {
        client.reply(new Noting("first"));
        client.receive(exchange).subscribe();
        assertThat(fates).containsExactly("first written");
    }

    @Test
    void aSecondReplyIsLetGoOf() {
        client.receive(exchange).subscribe();
        client.reply(new Noting("first"));
        client.reply(new Noting("second"));
        assertThat(fates).containsExactly("first written", "second discarded");
    }

    @Test
    void aReplyForAClientThatHasLeftIsLetGoOf() {
        client.receive(exchange).subscribe().dispose();
        client.reply(new Noting("first"));
        assertThat(client.isGone()).isTrue();
        assertThat(fates).containsExactly("first discarded");
    }

    @Test
    void aReplyThatWaitedForAClientWhichLeavesAtOnceIsLetGoOf() {
        client.reply(new Noting("first"));
        client.receive(exchange).subscribe(new Leaving());
        assertThat(fates).containsExactly("first discarded");
    }

    @Test
    void aClientThatLeavesWhileItsReplyIsWrittenStopsTheWriting() {
        Disposable receiving = client.receive(exchange).subscribe();
        client.reply(Reply.of("any", written -> Mono.<Void>never().doOnCancel(() -> fates.add("stopped"))));
        receiving.dispose();
        assertThat(fates).containsExactly("stopped");
    }

    @Test
    void theEndIsToldOnceWhenAReplyWasWritten() {
        Disposable receiving = client.receive(exchange).subscribe();
        assertThat(ends).isZero();
        client.reply(new Noting("first"));
        assertThat(ends).isOne();
        receiving.dispose();
        client.reply(new Noting("second"));
        client.end();
        assertThat(ends).isOne();
    }

    @Test
    void theEndIsToldOnceWhenTheExchangeFailed() {
        List<Throwable> failures = new ArrayList<>();
        client.receive(exchange).subscribe(any -> {}, failures::add);
        client.fail(new IllegalStateException("first"));
        client.fail(new IllegalStateException("second"));
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("first");
        assertThat(ends).isOne();
    }

    @Test
    void theEndIsToldOnceWhenTheExchangeEndedWithoutAReply() {
        List<Throwable> failures = new ArrayList<>();
        client.receive(exchange).subscribe(any -> {}, failures::add);
        client.end();
        assertThat(failures).hasSize(1);
        assertThat(ends).isOne();
    }

    @Test
    void theEndIsToldOnceWhenTheClientLeftBeforeItWasRepliedTo() {
        client.receive(exchange).subscribe().dispose();
        assertThat(ends).isOne();
        client.reply(new Noting("first"));
        assertThat(ends).isOne();
    }

    @Test
    void theEndIsToldOnceWhenTheClientLeftWhileItsReplyWasWritten() {
        Disposable receiving = client.receive(exchange).subscribe();
        client.reply(Reply.of("any", written -> Mono.never()));
        assertThat(ends).isZero();
        receiving.dispose();
        receiving.dispose();
        assertThat(ends).isOne();
    }

    @Test
    void theEndIsToldOnceWhenAReplyCouldNotBeWritten() {
        List<Throwable> failures = new ArrayList<>();
        client.receive(exchange).subscribe(any -> {}, failures::add);
        client.reply(Reply.of("any", written -> Mono.error(new IllegalStateException("broken"))));
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("broken");
        assertThat(ends).isOne();
    }

    @Test
    void aReplyThatThrowsWhenItIsToBeWrittenFailsTheClientsRequest() {
        List<Throwable> failures = new ArrayList<>();
        client.receive(exchange).subscribe(any -> {}, failures::add);
        client.reply(Reply.of("any", written -> {
            throw new IllegalStateException("thrown");
        }));
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("thrown");
        assertThat(ends).isOne();
    }

    /** Cancels before it asks for anything. */
    private static final class Leaving extends BaseSubscriber<Void> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.cancel();
        }
    }

    private final class Noting implements Reply {

        private final String name;

        Noting(String name) {
            this.name = name;
        }

        @Override
        public String outcome() {
            return name;
        }

        @Override
        public Mono<Void> writeTo(ServerWebExchange to) {
            return Mono.fromRunnable(() -> fates.add(name + " written"));
        }

        @Override
        public void discard() {
            fates.add(name + " discarded");
        }
    }
}
