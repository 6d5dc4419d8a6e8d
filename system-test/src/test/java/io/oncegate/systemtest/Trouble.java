package io.oncegate.systemtest;

import io.oncegate.systemtest.Loss.Extent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What can go wrong for a while, by itself and under load. */
enum Trouble {
    GATEWAY_KILLED(Extent.NOTHING, fleet -> true) {
        @Override
        Repair strike(Aim at) {
            at.member().kill();
            return at.member()::restart;
        }
    },
    GATEWAY_FROZEN(Extent.NOTHING, fleet -> true) {
        @Override
        Repair strike(Aim at) {
            at.member().pause();
            return at.member()::resume;
        }
    },
    /** Redis hears it, and it does not hear Redis; at a gate neither hears the other. */
    GATEWAY_CUT_FROM_REDIS(Extent.NOTHING, Fleet::canCutGateways) {
        @Override
        Repair strike(Aim at) {
            return at.fleet().cutFromRedis(at.member())::release;
        }
    },
    GATEWAY_CLOCK_STEPPED(Extent.NOTHING, Fleet::hasClocks) {
        @Override
        Repair strike(Aim at) {
            int hours = 1 + at.random().nextInt(LONGEST_STEP_HOURS);
            at.member().setClock(Duration.ofHours(at.random().nextBoolean() ? hours : -hours));
            return () -> at.member().setClock(Duration.ZERO);
        }
    },
    CLIENTS_CUT_OFF(Extent.NOTHING, fleet -> true) {
        @Override
        Repair strike(Aim at) {
            at.member().entrance().cut();
            return NONE;
        }
    },
    SERVICE_KILLED(Extent.NOTHING, fleet -> true) {
        @Override
        Repair strike(Aim at) {
            at.fleet().backend().kill();
            return at.fleet().backend()::replace;
        }
    },
    SERVICE_FROZEN(Extent.NOTHING, fleet -> true) {
        @Override
        Repair strike(Aim at) {
            at.fleet().backend().pause();
            return at.fleet().backend()::resume;
        }
    },
    SERVICE_CUT_OFF(Extent.NOTHING, fleet -> true) {
        @Override
        Repair strike(Aim at) {
            at.fleet().backend().gate().cut();
            return NONE;
        }
    },
    ANSWERS_HELD_UP(Extent.NOTHING, fleet -> true) {
        @Override
        Repair strike(Aim at) {
            Hold hold = at.fleet()
                    .backend()
                    .gate()
                    .hold(Gate.Side.REPLIES, Collections.nCopies(HELD, request -> request.contains("POST ")));
            return hold::release;
        }
    },
    REDIS_KILLED(Extent.NOTHING, fleet -> !fleet.isReplicated()) {
        @Override
        Repair strike(Aim at) {
            at.fleet().killRedis(at.primary());
            return at.primary()::restart;
        }
    },
    REDIS_FROZEN(Extent.NOTHING, fleet -> !fleet.isReplicated()) {
        @Override
        Repair strike(Aim at) {
            at.primary().pause();
            return at.primary()::resume;
        }
    },
    REDIS_FLUSHED(Extent.EVERYTHING, fleet -> true) {
        @Override
        Repair strike(Aim at) {
            at.fleet().redis().flush();
            return NONE;
        }
    },
    PRIMARY_KILLED(Extent.LATEST, Fleet::isReplicated) {
        @Override
        Repair strike(Aim at) {
            at.primary().kill();
            at.awaitReplacement();
            return () -> at.fleet().redis().revive(at.shard(), at.primary());
        }
    },
    PRIMARY_FROZEN(Extent.LATEST, Fleet::isReplicated) {
        @Override
        Repair strike(Aim at) {
            at.primary().pause();
            return at.primary()::resume;
        }
    },
    PRIMARY_CUT_OFF(Extent.LATEST, fleet -> fleet.isReplicated() && fleet.isDivisible()) {
        @Override
        Repair strike(Aim at) {
            return at.fleet().ground().isolate(at.primary().site())::release;
        }
    },
    /** Gateways still reach it, and those who would replace it do not: two may be primary at once. */
    PRIMARY_CUT_FROM_ITS_LIKE(Extent.LATEST, fleet -> fleet.isReplicated() && fleet.isDivisible()) {
        @Override
        Repair strike(Aim at) {
            List<Site> itself = List.of(at.primary().site());
            Held there = at.fleet().ground().silence(itself, at.peers());
            Held back = at.fleet().ground().silence(at.peers(), itself);
            return () -> {
                there.release();
                back.release();
            };
        }
    },
    REPLICA_KILLED(Extent.NOTHING, Fleet::isReplicated) {
        @Override
        Repair strike(Aim at) {
            RedisProcess replica = at.replica();
            replica.kill();
            return () -> at.fleet().redis().revive(at.shard(), replica);
        }
    },
    FAILOVER_ORDERED(Extent.LATEST, fleet -> fleet.canFailOver("")) {
        @Override
        Repair strike(Aim at) {
            return order(at, "");
        }
    },
    FAILOVER_FORCED(Extent.LATEST, fleet -> fleet.canFailOver("FORCE")) {
        @Override
        Repair strike(Aim at) {
            return order(at, "FORCE");
        }
    },
    PRIMARY_OVERTHROWN(Extent.LATEST, fleet -> fleet.canFailOver("TAKEOVER")) {
        @Override
        Repair strike(Aim at) {
            return order(at, "TAKEOVER");
        }
    };

    private static final int HELD = 8;
    private static final int LONGEST_STEP_HOURS = 48;
    private static final Repair NONE = () -> {};

    @SuppressWarnings("ImmutableEnumChecker") // a pure function
    private final Predicate<Fleet> fits;

    private final Extent worst;

    Trouble(Extent worst, Predicate<Fleet> fits) {
        this.worst = worst;
        this.fits = fits;
    }

    /** What ends it. */
    interface Repair {
        void run();
    }

    /** Begins it. */
    abstract Repair strike(Aim at);

    private static Repair order(Aim at, String way) {
        at.fleet().redis().failOver(at.shard(), way);
        at.awaitReplacement();
        return NONE;
    }

    /** Whether it can happen to a fleet. */
    boolean fits(Fleet fleet) {
        return fits.test(fleet);
    }

    /** Whether a replica may take a primary's place. */
    boolean mayReplace() {
        return worst == Extent.LATEST;
    }

    /**
     * What it made Redis forget.
     *
     * @param shard whom it hit
     * @param replaced whether another took the primary's place
     */
    Loss loss(Shard shard, boolean replaced) {
        return switch (worst) {
            case NOTHING -> Loss.NOTHING;
            case EVERYTHING -> Loss.EVERYTHING;
            case LATEST -> replaced ? Loss.latest(shard) : Loss.NOTHING;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
