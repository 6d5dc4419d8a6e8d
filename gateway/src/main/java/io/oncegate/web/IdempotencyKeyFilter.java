package io.oncegate.web;

import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.Fingerprinting;
import io.oncegate.core.IdempotencyEngine;
import io.oncegate.core.IdempotencyKey;
import io.oncegate.core.Scope;
import java.time.Duration;
import java.util.Optional;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Key, caller, body, claim; then execute, replay or refuse. The order of the checks is contract 2. */
final class IdempotencyKeyFilter implements GatewayFilter, Ordered {

    /**
     * Outside everything that writes or changes a response, so that what is captured is what the client would have got.
     * It is also outside the route's own filters: a rate limiter among them guards executions, not replays.
     */
    static final int ORDER = NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 100;

    private final RouteSettings settings;
    private final Fingerprinting fingerprinting;
    private final IdempotencyEngine engine;
    private final DetachedExchanges detached;
    private final ProblemResponses problems;

    IdempotencyKeyFilter(
            RouteSettings settings,
            Fingerprinting fingerprinting,
            IdempotencyEngine engine,
            DetachedExchanges detached,
            ProblemResponses problems) {
        this.settings = settings;
        this.fingerprinting = fingerprinting;
        this.engine = engine;
        this.detached = detached;
        this.problems = problems;
    }

    RouteSettings settings() {
        return settings;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerWebExchange own = ClientRequest.ownFieldsOnly(exchange, settings.header());
        HttpHeaders headers = own.getRequest().getHeaders();
        return settings.requests()
                .admit(
                        own.getRequest().getMethod().name(),
                        Optional.ofNullable(headers.getFirst(HttpHeaders.CONTENT_TYPE))
                                .orElse(""),
                        headers.getOrEmpty(HttpHeaders.UPGRADE),
                        headers.getOrEmpty(settings.header()))
                .fold(
                        () -> chain.filter(own),
                        key -> admitted(own, chain, key),
                        () -> refuse(own, Problem.KEY_MISSING, "Send a key of your own in " + settings.header() + "."),
                        fault -> refuse(own, Problem.KEY_INVALID, "In " + settings.header() + ": " + fault + "."));
    }

    private Mono<Void> admitted(ServerWebExchange exchange, GatewayFilterChain chain, IdempotencyKey key) {
        return settings.caller()
                .resolve(exchange)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(caller -> caller.isPresent()
                        ? known(exchange, chain, new EntryId(new Scope(settings.namespace(), caller.get()), key))
                        : refuse(exchange, key, Problem.CALLER_UNKNOWN, "Authenticate, then send the request again."));
    }

    private Mono<Void> known(ServerWebExchange exchange, GatewayFilterChain chain, EntryId id) {
        return RequestBody.read(exchange.getRequest(), settings.maxRequestBody())
                .map(Optional::of)
                .onErrorResume(DataBufferLimitException.class, tooLarge -> Mono.just(Optional.empty()))
                .flatMap(body -> body.isPresent()
                        ? buffered(exchange, chain, id, body.get())
                        : refuse(
                                exchange,
                                id.key(),
                                Problem.REQUEST_TOO_LARGE,
                                "The limit is " + settings.maxRequestBody() + " bytes."));
    }

    private Mono<Void> buffered(ServerWebExchange exchange, GatewayFilterChain chain, EntryId id, byte[] body) {
        CoveredRequest request = new CoveredRequest(exchange.getRequest(), body, settings.header(), id.key());
        ClaimRequest claim = new ClaimRequest(
                id,
                ClaimToken.random(),
                fingerprinting.of(ClientRequest.content(exchange.getRequest(), body)),
                settings.upstreamDeduplicates(),
                settings.lifetimes());
        Call call = new Call(exchange, chain, request, id.key());
        return detached.start(exchange, client -> claimed(call, claim, client));
    }

    /** What one request needs on its way. */
    private record Call(
            ServerWebExchange exchange, GatewayFilterChain chain, CoveredRequest request, IdempotencyKey key) {}

    private Mono<Void> claimed(Call call, ClaimRequest claim, Client client) {
        return engine.claim(claim, settings.inFlightWait())
                .map(Optional::of)
                .onErrorResume(failure -> Mono.just(Optional.empty()))
                .flatMap(outcome -> outcome.isPresent()
                        ? outcome.get().fold(new Handling(call, client))
                        : withoutStore(call, client));
    }

    /** What each outcome of a claim means for the client. */
    private final class Handling implements ClaimOutcome.Cases<Mono<Void>> {

        private final Call call;
        private final Client client;

        Handling(Call call, Client client) {
            this.call = call;
            this.client = client;
        }

        @Override
        public Mono<Void> granted(Claim claim) {
            // nothing has been sent: with nobody to answer to, the key is free for the client's next try
            return client.isGone()
                    ? engine.run(claim, Mono.just(new Ending.NotExecuted())).then()
                    : execute(call, claim, client);
        }

        @Override
        public Mono<Void> replay(Answer.Kept answer) {
            return reply(Replies.replay(call.key(), answer));
        }

        @Override
        public Mono<Void> busy(Duration leaseLeft) {
            return problem(Problem.REQUEST_IN_PROGRESS, "Send the same request again to get its answer.");
        }

        @Override
        public Mono<Void> mismatch() {
            return problem(
                    Problem.KEY_REUSED,
                    "Method, target, media type or body differ from the first request with this key."
                            + " A new request needs a new key.");
        }

        @Override
        public Mono<Void> outcomeUnknown(UnknownCause cause) {
            return problem(
                    Problem.OUTCOME_UNKNOWN,
                    "An earlier attempt may have taken effect, and the service cannot be asked twice."
                            + " Find out before you send it under a new key.");
        }

        @Override
        public Mono<Void> expired(int firstStatus, Optional<String> location) {
            return reply(Replies.problem(
                    problems,
                    call.key(),
                    draft(Problem.RESULT_EXPIRED, "It was executed once and is not executed again.")
                            .firstAnswer(firstStatus, location)));
        }

        @Override
        public Mono<Void> notKept(int firstStatus, Optional<String> location) {
            return reply(Replies.problem(
                    problems,
                    call.key(),
                    draft(Problem.RESULT_NOT_KEPT, "The answer was too large or streamed.")
                            .firstAnswer(firstStatus, location)));
        }

        private Mono<Void> problem(Problem problem, String detail) {
            return reply(Replies.problem(problems, call.key(), draft(problem, detail)));
        }

        private Mono<Void> reply(Reply reply) {
            return Mono.fromRunnable(() -> client.reply(reply));
        }
    }

    /** The exchange and the store run to their end; the client is told when the store has been. */
    private Mono<Void> execute(Call call, Claim claim, Client client) {
        call.request().attempt(claim.attempt());
        UpstreamExchange upstream =
                new UpstreamExchange(call.exchange(), call.request(), settings, call.key(), problems);
        Mono<Void> acknowledged = engine.run(claim, upstream.result().map(UpstreamExchange.Result::ending))
                .then(upstream.result())
                .doOnNext(result -> client.reply(result.reply()))
                .then();
        return Mono.when(upstream.run(call.chain()), acknowledged, answerTimeout(call, client));
    }

    /** The client has waited long enough; the exchange goes on, and its answer is kept for the retry. */
    private Mono<Void> answerTimeout(Call call, Client client) {
        return settings.answerTimeout()
                .map(timeout -> Mono.delay(timeout)
                        .takeUntilOther(client.replied())
                        .doOnNext(
                                tick -> client.reply(
                                        Replies.problem(
                                                problems,
                                                call.key(),
                                                draft(
                                                        Problem.UPSTREAM_TIMEOUT,
                                                        "The request is still running. Send it again with the same key for its answer."))))
                        .then())
                .orElseGet(Mono::empty);
    }

    private Mono<Void> withoutStore(Call call, Client client) {
        if (settings.onStoreFailure() == OnStoreFailure.REJECT) {
            return Mono.fromRunnable(() -> client.reply(
                    Replies.problem(problems, call.key(), draft(Problem.STORE_UNAVAILABLE, "Nothing was executed."))));
        }
        return Mono.fromRunnable(() -> client.reply(Replies.bypassed(call.key(), call.chain(), call.request())));
    }

    private ProblemResponses.Draft draft(Problem problem, String detail) {
        return problems.draft(problem, detail);
    }

    private Mono<Void> refuse(ServerWebExchange exchange, Problem problem, String detail) {
        return problems.write(exchange, draft(problem, detail));
    }

    private Mono<Void> refuse(ServerWebExchange exchange, IdempotencyKey key, Problem problem, String detail) {
        return Replies.problem(problems, key, draft(problem, detail)).writeTo(exchange);
    }
}
