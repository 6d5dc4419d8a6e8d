package io.oncegate.ops;

import io.oncegate.core.Entry;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryAdmin.Found;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.Instance;
import io.oncegate.core.RouteTerms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Where operators look at entries and mend them (contract 11). It asks for the role itself, whatever stands in front of
 * it, and accounts for every change, every attempt at one, and every body that is shown.
 */
public final class EntryDesk {

    private static final Logger LOG = LoggerFactory.getLogger(EntryDesk.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String SHOW_BODY = "show-body";

    private final EntryAdmin admin;
    private final Namespaces namespaces;
    private final OperatorAudit audit;
    private final Instance instance;

    /**
     * @param admin the entries
     * @param namespaces those of the routes
     * @param audit accounts for what is done
     * @param instance this gateway
     */
    public EntryDesk(EntryAdmin admin, Namespaces namespaces, OperatorAudit audit, Instance instance) {
        this.admin = admin;
        this.namespaces = namespaces;
        this.audit = audit;
        this.instance = instance;
    }

    Mono<DeskReply> list(Operator operator, ListRequest request) {
        if (!operator.mayRead()) {
            return Mono.just(DeskReply.turnedAway(operator));
        }
        return admin.list(request.filter(), request.ask())
                .zipWith(namespaces.terms())
                .map(both -> both.getT1()
                        .fold(
                                page -> listed(operator, page, both.getT2()),
                                () -> DeskReply.problem(
                                        400,
                                        "cursor-invalid",
                                        "The cursor leads nowhere (any more): begin with the first page.")))
                .timeout(DEADLINE)
                .onErrorResume(failure -> Mono.just(unavailable(failure)));
    }

    Mono<DeskReply> find(Operator operator, EntryId id, boolean withBody) {
        if (!operator.mayRead()) {
            return Mono.just(DeskReply.turnedAway(operator));
        }
        OperatorAudit.Act showing = new OperatorAudit.Act(operator, SHOW_BODY, id, Optional.empty());
        if (withBody && !operator.mayChange()) {
            audit.tell(showing, "refused", Optional.empty(), Optional.empty());
            return Mono.just(DeskReply.problem(403, "body-not-allowed", "Your role does not show bodies."));
        }
        return admin.find(id)
                .zipWith(terms(id))
                .map(both -> both.getT1()
                        .map(found -> DeskReply.ok(shown(found, both.getT2(), withBody, showing)))
                        .orElseGet(DeskReply::gone))
                .timeout(DEADLINE)
                .onErrorResume(failure -> Mono.just(unavailable(failure)));
    }

    Mono<DeskReply> change(Operator operator, ChangeRequest request) {
        OperatorAudit.Act act =
                new OperatorAudit.Act(operator, request.action(), request.id(), Optional.of(request.reason()));
        if (!operator.mayChange()) {
            audit.tell(act, "refused", Optional.empty(), Optional.empty());
            return Mono.just(DeskReply.turnedAway(operator));
        }
        return terms(request.id())
                .flatMap(terms -> request.at(admin, terms))
                .map(change -> change.fold(new Answers(act)))
                .timeout(DEADLINE)
                .onErrorResume(failure -> Mono.fromSupplier(() -> failed(act, failure)));
    }

    private DeskReply listed(Operator operator, EntryListing.Page page, Map<String, RouteTerms> terms) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gateway", instance.toString());
        json.put("mayChange", operator.mayChange());
        json.put("namespaces", terms.keySet());
        json.put("entries", page.entries().stream().map(EntryJson::summary).toList());
        page.next().ifPresent(cursor -> json.put("cursor", cursor));
        return DeskReply.ok(json);
    }

    private Map<String, Object> shown(
            Found found, Optional<RouteTerms> terms, boolean withBody, OperatorAudit.Act showing) {
        Map<String, Object> json = EntryJson.entry(found, terms);
        json.put("mayChange", showing.operator().mayChange());
        if (withBody && found.entry().orElse(null) instanceof Entry.Kept kept) {
            json.put("body", EntryJson.body(kept.answer().body()));
            audit.tell(showing, "shown", Optional.empty(), Optional.empty());
        }
        return json;
    }

    private Mono<Optional<RouteTerms>> terms(EntryId id) {
        return namespaces
                .terms()
                .map(terms -> Optional.ofNullable(terms.get(id.scope().namespace())));
    }

    private DeskReply failed(OperatorAudit.Act act, Throwable failure) {
        if (failure instanceof RefusedRequestException refused) {
            audit.tell(act, "refused", Optional.empty(), Optional.empty());
            return refused.reply();
        }
        // it may have taken effect and lost its answer
        audit.tell(act, "unknown", Optional.empty(), Optional.empty());
        return unavailable(failure);
    }

    private static DeskReply unavailable(Throwable failure) {
        LOG.warn("The store failed an operator: {}", failure.toString());
        return DeskReply.problem(
                503,
                "store-unavailable",
                "The store does not answer. Look at the entry again before you repeat a change.");
    }

    private static String state(EntrySummary entry) {
        return Words.of(entry.state());
    }

    /** What became of a change, told and accounted for. */
    private final class Answers implements EntryChange.Cases<DeskReply> {

        private final OperatorAudit.Act act;

        Answers(OperatorAudit.Act act) {
            this.act = act;
        }

        @Override
        public DeskReply changed(EntrySummary before, Optional<EntrySummary> after) {
            String now = after.map(EntryDesk::state).orElse("forgotten");
            audit.tell(act, "changed", Optional.of(state(before)), Optional.of(now));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("before", EntryJson.summary(before));
            after.ifPresent(it -> json.put("after", EntryJson.summary(it)));
            return DeskReply.ok(json);
        }

        @Override
        public DeskReply gone() {
            audit.tell(act, "gone", Optional.empty(), Optional.empty());
            return DeskReply.gone();
        }

        @Override
        public DeskReply changedMeanwhile(EntrySummary now) {
            audit.tell(act, "changed-meanwhile", Optional.of(state(now)), Optional.empty());
            return DeskReply.problem(
                    409, "changed-meanwhile", "It is not what you saw. Nothing was changed: look again.");
        }

        @Override
        public DeskReply notAllowed(EntryChange.Why why) {
            audit.tell(act, Words.of(why), Optional.empty(), Optional.empty());
            return DeskReply.problem(
                    409,
                    Words.of(why),
                    switch (why) {
                        case IN_FLIGHT -> "Somebody executes it right now. Nothing was changed.";
                        case ALREADY_DONE ->
                            "It was executed and answered: it can be deleted, and nothing else. Nothing was changed.";
                        case ALREADY_RELEASED -> "It may run again already. Nothing was changed.";
                        case ANSWER_DOES_NOT_FIT ->
                            "There are too many headers, or too long ones. Nothing was changed.";
                    });
        }
    }
}
