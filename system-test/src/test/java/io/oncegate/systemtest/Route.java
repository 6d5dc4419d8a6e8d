package io.oncegate.systemtest;

import java.net.http.HttpRequest;
import java.util.List;

/** Where requests with a key go: the two routes of {@code config/gateway.yml}, and one that {@link FleetRoutes} adds. */
enum Route {
    /** The service enforces the key itself. */
    ORDERS("orders", "alice", "orderId") {
        @Override
        String body(int number) {
            return "{\"prodCode\":\"SKU-1\",\"amount\":\"" + number + ".50\"}";
        }

        @Override
        String mark(String key, int number) {
            return key;
        }
    },
    /** The service knows nothing of keys. */
    FEEDBACK("feedback", "alice", "feedbackId") {
        @Override
        String mark(String key, int number) {
            return "opinion " + number;
        }
    },
    /**
     * The same service for whoever says who it is, without credentials: replays may go ahead of the server. Answers are so long
     * that they are compressed.
     */
    GUESTBOOK("guestbook", "guests", "feedbackId") {
        @Override
        HttpRequest.Builder to(Http http) {
            return http.anonymously(path()).header("X-Tenant", caller());
        }

        @Override
        String mark(String key, int number) {
            return "entry " + number + ": " + "a long and happy line, ".repeat(40) + "and an end";
        }
    };

    private final String id;
    private final String caller;
    private final String idMember;

    Route(String id, String caller, String idMember) {
        this.id = id;
        this.caller = caller;
        this.idMember = idMember;
    }

    /** A body that no other number has. */
    String body(int number) {
        return "{\"text\":\"" + mark("", number) + "\"}";
    }

    /** What the database knows by that what a request made: its key, or else a text that no other number has. */
    abstract String mark(String key, int number);

    /** A request of the caller's. */
    HttpRequest.Builder to(Http http) {
        return http.as(caller, path());
    }

    /** How often the request with this key and number took effect. */
    final int rows(Tables tables, String key, int number) {
        return tables.made(this).getOrDefault(mark(key, number), List.of()).size();
    }

    String path() {
        return "/api/" + id;
    }

    String caller() {
        return caller;
    }

    /** The key in Redis of the caller's entry. */
    String entry(String key) {
        return "oncegate:v1:" + id + ":" + caller + ":" + key;
    }

    /** The member of the service's answers that names what was made. */
    String idMember() {
        return idMember;
    }

    /** What the service's answers contain and nothing else does. */
    String answerMark() {
        return '"' + idMember + '"';
    }
}
