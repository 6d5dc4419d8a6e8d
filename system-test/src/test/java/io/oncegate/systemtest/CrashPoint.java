package io.oncegate.systemtest;

import java.util.List;
import java.util.stream.Stream;

/**
 * A step, and what fails right there.
 *
 * @param step where the requests are held up
 * @param fault what happens then
 */
record CrashPoint(Step step, Fault fault) {

    static Stream<CrashPoint> all() {
        return Stream.of(Step.values())
                .flatMap(step -> Stream.of(Fault.values()).map(fault -> new CrashPoint(step, fault)));
    }

    /** Brings a request on each route there, lets it happen, and retries: once while it lasts, then until answered. */
    List<Outcome> visit(BreakableProduct product) {
        Http entrance = fault.entrance(product);
        product.awaitService(entrance);
        FirstRequests first = new FirstRequests(entrance);
        Retries retries = new Retries(product.steady(), first.requests());
        Held held = step.reach(product, first);
        fault.strike(product, step, held);
        try {
            first.await();
            retries.once();
        } finally {
            fault.repair(product, held);
        }
        retries.untilAnswered();
        product.tables().awaitQuiet();
        return first.requests().stream()
                .map(request -> new Outcome(
                        this,
                        request,
                        first.reply(request),
                        retries.last(request),
                        product.toService().deliveries(request.key()),
                        request.rows(product.tables())))
                .toList();
    }

    @Override
    public String toString() {
        return step.title() + ", " + fault.title();
    }
}
