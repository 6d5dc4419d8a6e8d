package io.oncegate.systemtest;

/** The two routes of {@code config/gateway.yml}. */
enum Route {
    /** The service enforces the key itself. */
    ORDERS("orders", "orderId") {
        @Override
        String body(int number) {
            return "{\"prodCode\":\"SKU-1\",\"amount\":\"" + number + ".50\"}";
        }

        @Override
        int rows(Tables tables, String key, int number) {
            return tables.ordersWith(key);
        }
    },
    /** The service knows nothing of keys. */
    FEEDBACK("feedback", "feedbackId") {
        @Override
        String body(int number) {
            return "{\"text\":\"opinion " + number + "\"}";
        }

        @Override
        int rows(Tables tables, String key, int number) {
            return tables.feedbackWith("opinion " + number);
        }
    };

    private final String id;
    private final String idMember;

    Route(String id, String idMember) {
        this.id = id;
        this.idMember = idMember;
    }

    /** A body that no other number has. */
    abstract String body(int number);

    /** How often the request with this key and number took effect. */
    abstract int rows(Tables tables, String key, int number);

    String path() {
        return "/api/" + id;
    }

    /** The key in Redis of alice's entry. */
    String entry(String key) {
        return "oncegate:v1:" + id + ":alice:" + key;
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
