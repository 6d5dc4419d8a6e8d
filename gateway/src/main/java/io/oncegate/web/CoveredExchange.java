package io.oncegate.web;

import io.oncegate.core.Answer;
import io.oncegate.core.Capacity;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.IdempotencyEngine;
import io.oncegate.core.IdempotencyKey;
import io.oncegate.web.IdempotencyKeyGatewayFilterFactory.Running;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** One covered request from its claim on: execute, replay or refuse. Runs detached from the client. */
final class CoveredExchange implements ClaimOutcome.Cases<Mono<Void>> {

    /**
     * What one request brings along.
     *
     * @param exchange the client's
     * @param chain the inner filters and the upstream
     * @param request makes the request as it goes upstream, which a replay does without
     * @param key the client's key
     * @param share what it takes up
     */
    record Call(
            ServerWebExchange exchange,
            GatewayFilterChain chain,
            Supplier<CoveredRequest> request,
            IdempotencyKey key,
            Capacity.Share share) {}

    /**
     * What all requests of a route share.
     *
     * @param settings what holds there
     * @param running what runs covered requests
     * @param problems writes the gateway's own answers
     * @param outcomes is told how each was answered
     */
    record OnRoute(RouteSettings settings, Running running, ProblemResponses problems, Outcomes outcomes) {}

    private final OnRoute route;
    private final RouteSettings settings;
    private final IdempotencyEngine engine;
    private final ProblemResponses problems;
    private final Outcomes outcomes;
    private final Call call;
    private final Client client;

    CoveredExchange(OnRoute route, Call call, Client client) {
        this.route = route;
        this.settings = route.settings();
        this.engine = route.running().engine();
        this.problems = route.problems();
        this.outcomes = route.outcomes();
        this.call = call;
        this.client = client;
    }

    /** Completes when nothing is left to be done; the client has its reply earlier. */
    Mono<Void> claim(ClaimRequest request) {
        return engine.claim(request, settings.inFlightWait())
                .map(Optional::of)
                .onErrorResume(failure -> Mono.just(Optional.empty()))
                .flatMap(outcome -> outcome.isPresent() ? outcome.get().fold(this) : withoutStore());
    }

    @Override
    public Mono<Void> granted(Claim claim) {
        // nothing has been sent: with nobody to answer to, the key is free for the client's next try
        return client.isGone()
                ? engine.run(claim, Mono.just(new Ending.NotExecuted())).then()
                : execute(claim);
    }

    @Override
    public Mono<Void> replay(Answer.Kept answer) {
        call.share().hold(answer.body().length);
        return reply(Replies.replay(call.key(), answer));
    }

    @Override
    public Mono<Void> busy(Duration leaseLeft) {
        return refuse(Problem.REQUEST_IN_PROGRESS, "Send the same request again to get its answer.");
    }

    @Override
    public Mono<Void> mismatch() {
        return refuse(
                Problem.KEY_REUSED,
                "Method, target, media type or body differ from the first request with this key."
                        + " A new request needs a new key.");
    }

    @Override
    public Mono<Void> outcomeUnknown(UnknownCause cause) {
        return refuse(
                Problem.OUTCOME_UNKNOWN,
                "An earlier attempt may have taken effect, and the service cannot be asked twice."
                        + " Find out before you send it under a new key.");
    }

    @Override
    public Mono<Void> expired(int firstStatus, Optional<String> location) {
        return refuse(problems.draft(Problem.RESULT_EXPIRED, "It was executed once and is not executed again.")
                .firstAnswer(firstStatus, location));
    }

    @Override
    public Mono<Void> notKept(int firstStatus, Optional<String> location) {
        return refuse(problems.draft(Problem.RESULT_NOT_KEPT, "The answer was too large or streamed.")
                .firstAnswer(firstStatus, location));
    }

    @Override
    public Mono<Void> overLimit(Duration untilRoom) {
        return refuse(
                problems.draft(Problem.CALLER_LIMIT, "Nothing was executed. Retries of what was executed are answered.")
                        .retryAfter(untilRoom));
    }

    /** The exchange and the store run to their end; the client is told when the store has been. */
    private Mono<Void> execute(Claim claim) {
        CoveredRequest request = call.request().get();
        request.attempt(claim.attempt());
        UpstreamExchange upstream =
                new UpstreamExchange(call.exchange(), request, route, call.key(), call.share()::hold);
        Mono<Void> acknowledged = engine.run(claim, upstream.result().map(UpstreamExchange.Result::ending))
                .then(upstream.result())
                .doOnNext(result -> give(result.reply()))
                .then();
        Mono<Void> run = upstream.run(call.chain(), client.cut());
        return settings.answerTimeout()
                .map(timeout -> Mono.when(run, acknowledged, answerTimeout(timeout)))
                .orElseGet(() -> Mono.when(run, acknowledged));
    }

    /** The client has waited long enough; the exchange goes on, and its answer is kept for the retry. */
    private Mono<Void> answerTimeout(Duration timeout) {
        return Mono.delay(timeout, route.running().deadlines())
                .takeUntilOther(client.replied())
                .doOnNext(tick -> give(problem(problems.draft(
                        Problem.UPSTREAM_TIMEOUT,
                        "The request is still running. Send it again with the same key for its answer."))))
                .then();
    }

    private Mono<Void> withoutStore() {
        return settings.onStoreFailure() == OnStoreFailure.REJECT
                ? refuse(Problem.STORE_UNAVAILABLE, "Nothing was executed.")
                : reply(Replies.bypassed(
                        call.key(), call.chain(), call.request().get()));
    }

    private Mono<Void> refuse(Problem problem, String detail) {
        return refuse(problems.draft(problem, detail));
    }

    private Mono<Void> refuse(ProblemResponses.Draft draft) {
        return reply(problem(draft));
    }

    private Reply problem(ProblemResponses.Draft draft) {
        return Replies.problem(problems, call.key(), draft);
    }

    private Mono<Void> reply(Reply reply) {
        give(reply);
        return Mono.empty();
    }

    private void give(Reply reply) {
        if (client.reply(reply)) {
            outcomes.answered(reply.outcome());
        }
    }
}
