
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

ALTER FUNCTION public.refuse_change() OWNER TO cc_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.account (
    id uuid NOT NULL,
    username text NOT NULL,
    display_name text NOT NULL,
    role text NOT NULL,
    password_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT ck_account_role_known CHECK ((role = ANY (ARRAY['viewer'::text, 'duty_officer'::text, 'duty_leader'::text, 'commander'::text, 'responder'::text, 'reviewer'::text, 'admin'::text]))),
    CONSTRAINT ck_account_username_lower CHECK ((username = lower(username)))
);

ALTER TABLE public.account OWNER TO cc_owner;

CREATE TABLE public.admin_journal (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid,
    action text NOT NULL,
    subject text NOT NULL,
    subject_id text NOT NULL,
    detail jsonb NOT NULL,
    number bigint NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL
);

ALTER TABLE public.admin_journal OWNER TO cc_owner;

ALTER TABLE public.admin_journal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.admin_journal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);

ALTER TABLE public.alembic_version OWNER TO cc_owner;

CREATE TABLE public.alert (
    realm text NOT NULL,
    id uuid NOT NULL,
    state text NOT NULL,
    level smallint NOT NULL,
    kind text NOT NULL,
    dedup_key text NOT NULL,
    camera_id text,
    hotspot text,
    zone text,
    zone_name jsonb,
    detector text NOT NULL,
    score double precision NOT NULL,
    value double precision,
    unit text,
    box jsonb,
    evidence jsonb NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    state_since timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    next_step_at timestamp with time zone,
    count bigint NOT NULL,
    members jsonb NOT NULL,
    joined_at timestamp with time zone,
    has_snapshot boolean NOT NULL,
    handled_by jsonb,
    acknowledged_at timestamp with time zone,
    decided_at timestamp with time zone,
    reason text,
    incident_id uuid,
    previous_alert_id uuid,
    station_id text,
    place text NOT NULL,
    policy jsonb NOT NULL,
    calls integer NOT NULL,
    widened boolean NOT NULL,
    shelf jsonb,
    note text,
    CONSTRAINT ck_alert_confirmed_has_incident CHECK (((state = 'confirmed'::text) = (incident_id IS NOT NULL))),
    CONSTRAINT ck_alert_level_known CHECK (((level >= 1) AND (level <= 4))),
    CONSTRAINT ck_alert_one_origin CHECK (((camera_id IS NULL) OR (station_id IS NULL))),
    CONSTRAINT ck_alert_open_has_next_step CHECK (((NOT (state = ANY (ARRAY['acknowledged'::text, 'cleared_unacknowledged'::text, 'raised'::text, 'shelved'::text]))) OR (next_step_at IS NOT NULL))),
    CONSTRAINT ck_alert_shelved_has_shelf CHECK (((state = 'shelved'::text) = (shelf IS NOT NULL))),
    CONSTRAINT ck_alert_state_known CHECK ((state = ANY (ARRAY['raised'::text, 'acknowledged'::text, 'confirmed'::text, 'dismissed'::text, 'cleared_unacknowledged'::text, 'shelved'::text])))
);

ALTER TABLE public.alert OWNER TO cc_owner;

CREATE TABLE public.alert_episode (
    realm text NOT NULL,
    episode_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    origin text CONSTRAINT alert_episode_camera_id_not_null NOT NULL,
    dedup_key text NOT NULL,
    last_seq bigint NOT NULL,
    ended_at timestamp with time zone,
    epoch bigint NOT NULL
);

ALTER TABLE public.alert_episode OWNER TO cc_owner;

CREATE TABLE public.alert_signal (
    event_id uuid NOT NULL,
    realm text NOT NULL,
    alert_id uuid NOT NULL,
    episode_id uuid NOT NULL,
    seq bigint NOT NULL,
    phase text NOT NULL,
    message jsonb NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL
);

ALTER TABLE public.alert_signal OWNER TO cc_owner;

CREATE TABLE public.alert_snapshot (
    realm text NOT NULL,
    alert_id uuid NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    jpeg bytea NOT NULL
);

ALTER TABLE public.alert_snapshot OWNER TO cc_owner;

CREATE TABLE public.attachment (
    realm text NOT NULL,
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    task_id uuid,
    name text NOT NULL,
    media_type text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    at timestamp with time zone NOT NULL,
    by jsonb NOT NULL
);

ALTER TABLE public.attachment OWNER TO cc_owner;

CREATE TABLE public.camera (
    id text NOT NULL,
    place integer NOT NULL,
    spec jsonb NOT NULL,
    revision bigint NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone
);

ALTER TABLE public.camera OWNER TO cc_owner;

CREATE TABLE public.camera_change (
    number bigint NOT NULL,
    camera_id text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id text,
    actor_name text,
    actor_role text,
    source text NOT NULL,
    before jsonb,
    after jsonb,
    about jsonb NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT ck_camera_change_source_known CHECK ((source = ANY (ARRAY['page'::text, 'file'::text, 'mask'::text, 'suggestion'::text, 'undo'::text])))
);

ALTER TABLE public.camera_change OWNER TO cc_owner;

CREATE TABLE public.camera_roster (
    id smallint NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT ck_camera_roster_one_row CHECK ((id = 1))
);

ALTER TABLE public.camera_roster OWNER TO cc_owner;

CREATE TABLE public.cap_message (
    realm text NOT NULL,
    event_id uuid NOT NULL,
    episode_id uuid NOT NULL,
    sender text NOT NULL,
    identifier text NOT NULL,
    sent timestamp with time zone NOT NULL,
    headline text NOT NULL,
    facts jsonb NOT NULL,
    received_at timestamp with time zone NOT NULL,
    xml bytea NOT NULL
);

ALTER TABLE public.cap_message OWNER TO cc_owner;

CREATE TABLE public.contact (
    account_id uuid NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE public.contact OWNER TO cc_owner;

CREATE TABLE public.delivery (
    realm text NOT NULL,
    id uuid NOT NULL,
    notification_id uuid NOT NULL,
    account_id uuid,
    name text NOT NULL,
    role text,
    channel text NOT NULL,
    address text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    failed_at timestamp with time zone,
    reason text,
    detail text,
    CONSTRAINT ck_delivery_realm_stays_inside CHECK (((realm = 'live'::text) OR (channel = 'in_app'::text))),
    CONSTRAINT ck_delivery_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'delivered'::text, 'failed'::text])))
);

ALTER TABLE public.delivery OWNER TO cc_owner;

CREATE TABLE public.incident (
    realm text NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    level smallint NOT NULL,
    kind text NOT NULL,
    title jsonb NOT NULL,
    hotspot text,
    "position" jsonb,
    opened_at timestamp with time zone NOT NULL,
    opened_by jsonb NOT NULL,
    state_since timestamp with time zone NOT NULL,
    learned_at timestamp with time zone NOT NULL,
    occurred_at timestamp with time zone,
    source jsonb NOT NULL,
    response_level smallint,
    warning_colour text,
    plan text,
    merged_into uuid,
    previous_incident_id uuid,
    closed_at timestamp with time zone,
    CONSTRAINT ck_incident_level_known CHECK (((level >= 1) AND (level <= 4))),
    CONSTRAINT ck_incident_merged_has_target CHECK (((state = 'merged'::text) = (merged_into IS NOT NULL))),
    CONSTRAINT ck_incident_response_level_known CHECK (((response_level >= 1) AND (response_level <= 4))),
    CONSTRAINT ck_incident_state_known CHECK ((state = ANY (ARRAY['discovered'::text, 'verified'::text, 'responding'::text, 'controlled'::text, 'closed'::text, 'reviewed'::text, 'cancelled'::text, 'merged'::text]))),
    CONSTRAINT ck_incident_warning_colour_known CHECK ((warning_colour = ANY (ARRAY['red'::text, 'orange'::text, 'yellow'::text, 'blue'::text])))
);

ALTER TABLE public.incident OWNER TO cc_owner;

CREATE TABLE public.incident_review (
    realm text NOT NULL,
    incident_id uuid NOT NULL,
    conclusion text NOT NULL,
    figures jsonb NOT NULL,
    actions jsonb NOT NULL,
    reviewer jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE public.incident_review OWNER TO cc_owner;

CREATE TABLE public.incident_serial (
    realm text NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL
);

ALTER TABLE public.incident_serial OWNER TO cc_owner;

CREATE TABLE public.login_attempt (
    id bigint NOT NULL,
    username text NOT NULL,
    address text NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE public.login_attempt OWNER TO cc_owner;

ALTER TABLE public.login_attempt ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.login_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notification (
    realm text NOT NULL,
    id uuid NOT NULL,
    topic text NOT NULL,
    subject text,
    subject_id uuid,
    level smallint,
    title jsonb NOT NULL,
    body jsonb NOT NULL,
    path text NOT NULL,
    bundle_key text,
    count integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE public.notification OWNER TO cc_owner;

CREATE TABLE public.notification_member (
    realm text NOT NULL,
    subject_id uuid NOT NULL,
    notification_id uuid NOT NULL
);

ALTER TABLE public.notification_member OWNER TO cc_owner;

CREATE TABLE public.on_duty (
    role text NOT NULL,
    account_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    set_by text NOT NULL,
    CONSTRAINT ck_on_duty_role_known CHECK ((role = ANY (ARRAY['duty_officer'::text, 'duty_leader'::text, 'commander'::text])))
);

ALTER TABLE public.on_duty OWNER TO cc_owner;

CREATE TABLE public.report (
    realm text NOT NULL,
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    kind text NOT NULL,
    number integer NOT NULL,
    stage text NOT NULL,
    revision integer NOT NULL,
    code text,
    body jsonb,
    author jsonb,
    approver jsonb,
    created_at timestamp with time zone NOT NULL,
    phone_due_at timestamp with time zone,
    due_at timestamp with time zone,
    signed_at timestamp with time zone,
    phoned_at timestamp with time zone,
    phoned_to text,
    written_at timestamp with time zone,
    receipt_by text,
    receipt_at timestamp with time zone,
    late_reason text,
    CONSTRAINT ck_report_kind_known CHECK ((kind = ANY (ARRAY['first'::text, 'follow_up'::text, 'final'::text]))),
    CONSTRAINT ck_report_receipted_has_time CHECK (((receipt_at IS NULL) = (stage <> 'receipted'::text))),
    CONSTRAINT ck_report_stage_known CHECK ((stage = ANY (ARRAY['draft'::text, 'submitted'::text, 'signed'::text, 'sent'::text, 'receipted'::text])))
);

ALTER TABLE public.report OWNER TO cc_owner;

CREATE TABLE public.segment (
    realm text NOT NULL,
    path text NOT NULL,
    camera_id text NOT NULL,
    stream text NOT NULL,
    epoch bigint NOT NULL,
    state text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    duration double precision,
    bytes bigint,
    sha256 text,
    discontinuity boolean NOT NULL,
    codec text,
    CONSTRAINT ck_segment_state_known CHECK ((state = ANY (ARRAY['opened'::text, 'closed'::text, 'expired'::text])))
);

ALTER TABLE public.segment OWNER TO cc_owner;

CREATE TABLE public.session (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    address text NOT NULL,
    agent text NOT NULL
);

ALTER TABLE public.session OWNER TO cc_owner;

CREATE TABLE public.shelf_plan (
    realm text NOT NULL,
    id uuid NOT NULL,
    camera_id text,
    zone text,
    kind text,
    hotspot text,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    made_by jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone,
    cancelled_by jsonb,
    CONSTRAINT ck_shelf_plan_covers_something CHECK ((num_nonnulls(camera_id, zone, kind, hotspot) > 0)),
    CONSTRAINT ck_shelf_plan_ends_after_start CHECK ((ends_at > starts_at))
);

ALTER TABLE public.shelf_plan OWNER TO cc_owner;

CREATE TABLE public.station (
    id text NOT NULL,
    place integer NOT NULL,
    spec jsonb NOT NULL,
    removed_at timestamp with time zone,
    token_hash bytea,
    token_made_at timestamp with time zone,
    problem jsonb
);

ALTER TABLE public.station OWNER TO cc_owner;

CREATE TABLE public.station_reading (
    realm text NOT NULL,
    station_id text NOT NULL,
    quantity text NOT NULL,
    at timestamp with time zone NOT NULL,
    value double precision NOT NULL,
    received_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    CONSTRAINT ck_station_reading_quantity_known CHECK ((quantity = ANY (ARRAY['level'::text, 'rain'::text]))),
    CONSTRAINT ck_station_reading_source_known CHECK ((source = ANY (ARRAY['http'::text, 'mqtt'::text])))
);

ALTER TABLE public.station_reading OWNER TO cc_owner;

CREATE TABLE public.station_watch (
    realm text NOT NULL,
    station_id text NOT NULL,
    watch jsonb NOT NULL
);

ALTER TABLE public.station_watch OWNER TO cc_owner;

CREATE TABLE public.task (
    realm text NOT NULL,
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    state text NOT NULL,
    title jsonb NOT NULL,
    detail jsonb,
    unit text,
    unit_name jsonb,
    person jsonb,
    plan text,
    assigned_at timestamp with time zone NOT NULL,
    assigned_by jsonb NOT NULL,
    state_since timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    accepted_at timestamp with time zone,
    accepted_by jsonb,
    en_route_at timestamp with time zone,
    on_scene_at timestamp with time zone,
    done_at timestamp with time zone,
    "position" jsonb,
    CONSTRAINT ck_task_somebody_has_it CHECK (((unit IS NOT NULL) OR (person IS NOT NULL))),
    CONSTRAINT ck_task_state_known CHECK ((state = ANY (ARRAY['assigned'::text, 'accepted'::text, 'en_route'::text, 'on_scene'::text, 'done'::text, 'declined'::text, 'cancelled'::text])))
);

ALTER TABLE public.task OWNER TO cc_owner;

CREATE TABLE public.task_step (
    realm text NOT NULL,
    key uuid NOT NULL,
    task_id uuid NOT NULL,
    to_state text NOT NULL
);

ALTER TABLE public.task_step OWNER TO cc_owner;

CREATE TABLE public.transition (
    realm text NOT NULL,
    number bigint NOT NULL,
    subject text NOT NULL,
    subject_id uuid NOT NULL,
    from_state text,
    to_state text NOT NULL,
    actor_id text,
    actor_name text,
    actor_role text,
    at timestamp with time zone NOT NULL,
    elapsed_ms bigint,
    reason text,
    note text,
    data jsonb NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT ck_transition_subject_known CHECK ((subject = ANY (ARRAY['alert'::text, 'incident'::text, 'task'::text, 'report'::text])))
);

ALTER TABLE public.transition OWNER TO cc_owner;

INSERT INTO public.account VALUES
	('01a22f68-0143-7370-b658-cef410b12900', 'duty_officer', '值班员', 'duty_officer', '$argon2id$v=19$m=65536,t=3,p=4$V8m2fcxyKh0SUXDEvaprvQ$R0ycMs/hWkDUFmlHHfC9pqNSkhfJiADRQqdwvxPdSlU', '2026-12-01 02:21:14.947353+00', '2026-12-01 02:21:14.947353+00', NULL),
	('01a22f68-015e-754e-b0d3-affd795ae936', 'viewer', '观察员', 'viewer', '$argon2id$v=19$m=65536,t=3,p=4$gS3R1OaC+8WKWmTfK8fwzQ$vPEvqfFI4Uic4TSNedOBLrKjAOUVQ9MeXqfoVcrHyMk', '2026-12-01 02:21:14.974757+00', '2026-12-01 02:21:14.974757+00', NULL),
	('01a22f68-02a5-72e3-a55a-7221d5ef66c4', 'commander', '指挥长', 'commander', '$argon2id$v=19$m=65536,t=3,p=4$dxvJdap5kufD7Fg/4s8LiQ$Y1oKG9wu0lnB78b1B+bZ3C25uJjamjhAn3xhq1zH240', '2026-12-01 02:21:15.301555+00', '2026-12-01 02:21:15.301555+00', NULL),
	('01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', 'duty_leader', '带班领导', 'duty_leader', '$argon2id$v=19$m=65536,t=3,p=4$wAZqsp3euthscAT879fLxw$K7tMsh5ZyfYeEms0dcoZg+LUGAnMTXOcwTOOVV6B7U4', '2026-12-01 02:21:15.319974+00', '2026-12-01 02:21:15.319974+00', NULL),
	('01a22f68-03f8-7612-9638-037b5c5a049e', 'responder', '处置人员', 'responder', '$argon2id$v=19$m=65536,t=3,p=4$nMBWYnGL5O4xF8CdFc8srA$G1LuFOFSZ4cZliFVqmy4SyPeuCVlHAqslX9/5gbEFjs', '2026-12-01 02:21:15.640107+00', '2026-12-01 02:21:15.640107+00', NULL),
	('01a22f68-042a-753b-9882-ccd7be526ade', 'reviewer', '复盘员', 'reviewer', '$argon2id$v=19$m=65536,t=3,p=4$tq2hhKZ5PNklInMpIy7Xfg$o1hs4n9WZeBd1hW+x2y7t4gBjayQFtK4OrJ2WLLrQE4', '2026-12-01 02:21:15.69037+00', '2026-12-01 02:21:15.69037+00', NULL),
	('01a22f68-04ca-7723-883a-23c97e871383', 'admin', '管理员', 'admin', '$argon2id$v=19$m=65536,t=3,p=4$fZbb6a5h5J7RuMJ94714Uw$UA2lNuLoU2bNve/+oQZYmr6xdX5TDU83EnpcOFzFNVc', '2026-12-01 02:21:15.850235+00', '2026-12-01 02:21:15.850235+00', NULL);

INSERT INTO public.admin_journal OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-12-01 02:21:14.953086+00', NULL, 'account_created', 'account', '01a22f68-0143-7370-b658-cef410b12900', '{"role": "duty_officer", "username": "duty_officer"}', 1, '\x0000000000000000000000000000000000000000000000000000000000000000', '\xc0615fdb35aaea4fdda6c7f9b23e21aa7b0d6866c53a9a0055ccdb8b38669539'),
	(2, '2026-12-01 02:21:15.019174+00', NULL, 'account_created', 'account', '01a22f68-015e-754e-b0d3-affd795ae936', '{"role": "viewer", "username": "viewer"}', 2, '\xc0615fdb35aaea4fdda6c7f9b23e21aa7b0d6866c53a9a0055ccdb8b38669539', '\x1926679c210a28f5f579746f9a528c6f3f221943c41bf2385115519bb519fc6a'),
	(3, '2026-12-01 02:21:15.314642+00', NULL, 'account_created', 'account', '01a22f68-02a5-72e3-a55a-7221d5ef66c4', '{"role": "commander", "username": "commander"}', 3, '\x1926679c210a28f5f579746f9a528c6f3f221943c41bf2385115519bb519fc6a', '\x94062883830ac9e98f6a4a2f743bfa8b41c75ad0a1c9f22977bfd0c3916fb96f'),
	(4, '2026-12-01 02:21:15.3315+00', NULL, 'account_created', 'account', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '{"role": "duty_leader", "username": "duty_leader"}', 4, '\x94062883830ac9e98f6a4a2f743bfa8b41c75ad0a1c9f22977bfd0c3916fb96f', '\xbcac71b676f737cb325869b865205bd689b714a570008ed93443f25920de4124'),
	(5, '2026-12-01 02:21:15.644499+00', NULL, 'account_created', 'account', '01a22f68-03f8-7612-9638-037b5c5a049e', '{"role": "responder", "username": "responder"}', 5, '\xbcac71b676f737cb325869b865205bd689b714a570008ed93443f25920de4124', '\x1c9ef1cbbdfb3f36e410cfa13e3c7da189a71ca0cd57ce8dd8047ce1a535c846'),
	(6, '2026-12-01 02:21:15.694003+00', NULL, 'account_created', 'account', '01a22f68-042a-753b-9882-ccd7be526ade', '{"role": "reviewer", "username": "reviewer"}', 6, '\x1c9ef1cbbdfb3f36e410cfa13e3c7da189a71ca0cd57ce8dd8047ce1a535c846', '\x764b5a09c92c9e55b8d749b2c1a4b24cf0491f0e2466bacaefbd5449053b478c'),
	(7, '2026-12-01 02:21:15.851825+00', NULL, 'account_created', 'account', '01a22f68-04ca-7723-883a-23c97e871383', '{"role": "admin", "username": "admin"}', 7, '\x764b5a09c92c9e55b8d749b2c1a4b24cf0491f0e2466bacaefbd5449053b478c', '\x03bda1abed3be6d6289f7af2996c0e0e9df6f2ac107554774b2fd832108e724c');

INSERT INTO public.alembic_version VALUES
	('0010');

INSERT INTO public.alert VALUES
	('live', '01a22f68-186e-7449-8475-3b6410976b11', 'confirmed', 2, 'smoke', 'report|01a22f68-186e-7449-8475-3b6410976b11', NULL, 'river', NULL, NULL, 'person/1', 1, NULL, NULL, NULL, '{}', '2026-12-01 02:21:20.878839+00', '2026-12-01 02:21:20.878839+00', '2026-12-01 02:21:20.878839+00', '2026-12-01 02:21:20.878839+00', '2026-12-01 02:21:20.91897+00', NULL, NULL, 1, '[]', NULL, false, '{"id": "01a22f68-02b7-73d4-9a8e-305a2ffe5b0b", "name": "带班领导", "role": "duty_leader"}', '2026-12-01 02:21:20.91897+00', '2026-12-01 02:21:20.91897+00', NULL, '01a22f68-189d-7066-8604-36ac2269f566', NULL, NULL, '', '{"step": 60.0, "rungs": [["duty_officer", "console"], ["duty_leader", "every"], ["commander", "every"], ["everybody", "every"]], "decide": 300.0, "remind": 1800.0, "rounds": 3}', 1, true, NULL, '山坡有烟'),
	('live', '01a22f68-18d5-7524-8d91-30dcecf8edda', 'dismissed', 3, 'rockfall', 'report|01a22f68-18d5-7524-8d91-30dcecf8edda', NULL, 'town', NULL, NULL, 'person/1', 1, NULL, NULL, NULL, '{}', '2026-12-01 02:21:20.981494+00', '2026-12-01 02:21:20.981494+00', '2026-12-01 02:21:20.981494+00', '2026-12-01 02:21:20.981494+00', '2026-12-01 02:21:21.011722+00', NULL, NULL, 1, '[]', NULL, false, '{"id": "01a22f68-02b7-73d4-9a8e-305a2ffe5b0b", "name": "带班领导", "role": "duty_leader"}', '2026-12-01 02:21:20.998871+00', '2026-12-01 02:21:21.011722+00', 'known_work', NULL, NULL, NULL, '', '{"step": 120.0, "rungs": [["duty_officer", "console"], ["duty_leader", "every"], ["commander", "every"], ["everybody", "every"]], "decide": 300.0, "remind": 1800.0, "rounds": 3}', 1, true, NULL, '落石'),
	('live', '01a22f68-2df0-7667-b96f-095d8a51f069', 'raised', 4, 'intrusion', 'cam01|yard|intrusion|', 'cam01', 'town', 'yard', '{"en": "Yard", "zh": "院内"}', 'intrusion/5', 0.922, NULL, NULL, '{"h": 0.0722, "w": 0.0125, "x": 0.275, "y": 0.6667}', '{"edge": 1.38, "size": 0.023, "moving": 0.002, "travel": 0.136, "changed": 0.0, "straight": 0.98, "visitors": 1.0, "peak_score": 0.882, "inside_seconds": 2.2}', '2026-12-01 02:21:26.372421+00', '2026-12-01 02:21:25.958374+00', '2026-12-01 02:21:26.358364+00', '2026-12-01 02:21:28.358408+00', '2026-12-01 02:21:26.372421+00', NULL, '2026-12-01 02:26:26.372421+00', 1, '[{"ended": false, "origin": "cam01", "episode_id": "01a22f68-2dd7-75f5-b95e-0e8b8d5b7029"}]', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', '{"step": 300.0, "rungs": [["duty_officer", "console"], ["duty_leader", "every"], ["commander", "every"], ["everybody", "every"]], "decide": 300.0, "remind": 1800.0, "rounds": 3}', 1, true, NULL, NULL);

INSERT INTO public.alert_episode VALUES
	('live', '01a22f68-2dd7-75f5-b95e-0e8b8d5b7029', '01a22f68-2df0-7667-b96f-095d8a51f069', 'cam01', 'cam01|yard|intrusion|', 1, NULL, 1);

INSERT INTO public.alert_signal VALUES
	('01a22f68-2dd7-75f5-b95e-0e8c2de358c2', 'live', '01a22f68-2df0-7667-b96f-095d8a51f069', '01a22f68-2dd7-75f5-b95e-0e8b8d5b7029', 0, 'raised', '{"box": {"h": 0.0722, "w": 0.0125, "x": 0.275, "y": 0.6667}, "seq": 0, "kind": "intrusion", "zone": "yard", "epoch": 1, "phase": "raised", "place": "", "realm": "live", "score": 0.882, "adapter": "vm-0", "detector": "intrusion/5", "event_id": "01a22f68-2dd7-75f5-b95e-0e8c2de358c2", "evidence": {"edge": 1.38, "size": 0.023, "moving": 0.002, "travel": 0.136, "changed": 0.0, "straight": 0.98, "visitors": 1.0, "peak_score": 0.882, "inside_seconds": 2.2}, "camera_id": "cam01", "episode_id": "01a22f68-2dd7-75f5-b95e-0e8b8d5b7029", "started_at": "2026-12-01T02:21:25.958374Z", "captured_at": "2026-12-01T02:21:26.358364Z", "published_at": "2026-12-01T02:21:26.360342Z"}', '2026-12-01 02:21:26.358364+00', '2026-12-01 02:21:26.360342+00', '2026-12-01 02:21:26.372421+00'),
	('01a22f68-35a8-701f-aa8b-31d986e494ff', 'live', '01a22f68-2df0-7667-b96f-095d8a51f069', '01a22f68-2dd7-75f5-b95e-0e8b8d5b7029', 1, 'updated', '{"box": {"h": 0.1333, "w": 0.0375, "x": 0.3531, "y": 0.6}, "seq": 1, "kind": "intrusion", "zone": "yard", "epoch": 1, "phase": "updated", "place": "", "realm": "live", "score": 0.922, "adapter": "vm-0", "detector": "intrusion/5", "event_id": "01a22f68-35a8-701f-aa8b-31d986e494ff", "evidence": {"edge": 1.37, "size": 0.053, "moving": 0.0031, "travel": 0.229, "changed": 0.003, "straight": 0.98, "visitors": 1.0, "peak_score": 0.922, "inside_seconds": 4.2}, "camera_id": "cam01", "episode_id": "01a22f68-2dd7-75f5-b95e-0e8b8d5b7029", "started_at": "2026-12-01T02:21:25.958374Z", "captured_at": "2026-12-01T02:21:28.358408Z", "published_at": "2026-12-01T02:21:28.360307Z"}', '2026-12-01 02:21:28.358408+00', '2026-12-01 02:21:28.360307+00', '2026-12-01 02:21:28.372429+00');

INSERT INTO public.alert_snapshot VALUES
	('live', '01a22f68-2df0-7667-b96f-095d8a51f069', '2026-12-01 02:21:26.358364+00', '\xffd8ffe000104a46494600010100000100010000ffdb00430006040506050406060506070706080a100a0a09090a140e0f0c1017141818171416161a1d251f1a1b231c1616202c20232627292a29191f2d302d283025282928ffdb0043010707070a080a130a0a13281a161a2828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828ffc0001108006c00c003012200021101031101ffc4001f0000010501010101010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffc4001f0100030101010101010101010000000000000102030405060708090a0bffc400b51100020102040403040705040400010277000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9faffda000c03010002110311003f00ee73ff004cab29b52b2477492e151d7a86e3fcf39ad8b8b4db6f2bf9d12855273b6b99d392e12e74994da5cc0f1e9d22092d27910c9219e4f2d5d4b64863820703e7279552068666a477960f9ff4c418f6ff00ebd5a8ae219a61144e5a46e80823f9d64e9b322f8a2f5ffb416ee4bab47944b765544804c132071fdc523078507d2b7b589ff7f691db1b7466ba0c91c4e49fbadebdb6e47e2b47b40f663a57861c4534cb1e7a6eef571a68a300cf22c59e9b8f5ae52e7fe43761010ad15e5f4d15cef45624011e7048c8daa4b0c77e7b0a4d4aea58fc38b78d3e2e61d3d191ca83b774a8acc01e338c0cf6dc68f683e43b088a4b189236dc87a1c54e60ae7211f66d1ee648cf91fbe85d943ec196446745e0ede5980c0e3d2b6a007fe111dcf22c8ed6e497539079e28f6821a6e6dc90b1ce9239e8abdea3d46241711efbcfb3fa272377e4d5ca5bed17f7302c9ba0b68ecdedc040a54bf9609dd8c9dc1dd8ff00f580ab3a9ed9359b681caf95777f34571bd0392a1538048c8daaccc31dce7b0a3da0f90e99a2fb15be2297e41d065cf703bb1f5ac0b1f18d9c521b57bb659e238daa147f4feb4dd62ea55d174866b931b490231024d8776f5c9c7f171918e3a83dab8c8058dc78b74db66b142cf7688d2b0f95fb819ee09183f5acea2bd4b797e45ad12476d6de2fd22fe57844864299f323dab818eb9e3deaadb78974d96e0c56573724a825f0e141c36070411d73f95717a1dc7db534ebb9e38c5edc0bc8a4951153cc48cc7b490a00eaceb9ff00671daac5adc4f71602363849e5db0a7948ac2283966dc0672ce5403e8ac2a397cd81d4dbf89e2badcf63279a91a798d9e0a8f738c1fc855a83c71a34fbb64b29dbd404249cf4c0ea4d717a7c966fa7ddfd9ed0dbecb71bb23ef039e3f4ae8adad6c5ed74464b5b559e04b46b258d0465e4ded953b46e61b8a923dfdcd6b4e3cb7d6e06f41e33d08da49700cc5171bbe51c7eb53e95e34d2b54bafb3d9b48d2e4ae1860640ce2bcf7569124b1bd2aece82d51d958fa8ce07a0ab7a0285d6a7b68d218a1b286ce4b5c4603334823c9dc393bd5e46393dbd80a39893d2eef51b58a4d933431e3a65bafe955aea48a3dbe6ed8f39fbcdd6b95bb533eb9690b1531dfdfcf15c6f4563b57cbe0123236a96618c7273d853354bb963f0f0ba69f1751e9f19490a83b43488ac403c671c67fda34731275118496359237dc87a1c55481a29f779332bedebb79c5538a08e4912dd97f772de5b33c20e14b3c68ec9b7b29724607d2b37c36ad7b6f6b7174ca64952e164658d5772a142090a00cee675ff80e3b569cc336d2ea297220786471fc20d473ea1140045332a67a6e6eb5cf69a527668cdc25cc905cc40ab44917d9d4ee51b5973bb3919cede99c37516ae4c715d4a80c7e6de5dce90c6f1abfdacf92aa11dc82630a7904679639db80c33e611bb27893480a55ae772b0208da6b3dff00e11c95584173f663b4a968a26c90460f51e991f42477ae06e743f3ae2497ed1b77ae31b338fd689ec0cda59b4697e6200f336ff4cd481ddaff00634bbf7eacec1b66e55846d214e4294dbb76e7b1183deac59de6876eeef26a734acd279c57cb644de3a10a0607181c63a579de93e16fecfba331baf3728540f2f18cf7eb4cd4fc3b35ddf493adc050f8e36671fad0687a9cd71a05d4b3b8bdb887cdc09161691048067860383f8d4f3ea3e1cbb3114bb9a3302ed8de2de8ea3d37019af39b7d299f497b190ae4a95f34824f39edf8d51d2fc35f60bc49c5d07dbc63cbc71ec73409a3d82d9b43b9d3d62b5bb648bcc12f9b96590b8390777073c66b534c8ad174f860b328f128da115f24d79c58d80beb231a3f940295fbb9eaa456b7846ce2d0f567beb8b9dc8f0ac38d98c6d5c6739a09b1d8c1e1ab684c44fda0c51fce88f2318d3e833814d9fc396d35c4adfe911b5c7fac58e428aff551c1fc6ac41e25b0f9bad2cfe22b1cafcc3f2ad02c65789744b67d395a68e4411284011f66e5dca7071d46403f857977fa75f6b2f67716f19d2f9dae38238c8e735ebba97882d2e6ce48a3ce5b1d3d883fd2bcba1b6bc3a90964bb45b7c92d1f535ceff896f229323b48ee575699b516b89b7211e75c3b48e500f946e249f5fceaae8725d7da1fed50109e432c6a4b3007cc6385c9381df03bb1ad186ce78afe4966ba8e4b763908a32c3dbf0a769d637b036eb9b9468d90aed0bcfde3fd315632869f73a87ef7edb10ff53fdcfe2e6a959586a12c571348ef0c90db7950ec55c90f977407a8f98f5041c719c56b5a5bdfdae45c5cc52b6cf95bd1bd7a52da5adda5b4de75dab79a8bb30d9d8d8e7f5a00cfb48aea186e3ed24b4fe5471441940c285e87fbd8ce064e7181dab7fc156af3eaf6915d79e618a590c3019098d00538600f00d663595d25a4f009e313b6dc487a2e0739fa9adaf0886d3b568a5d4255745776057b02a78a607653e836d713cd2c7f684120c4ab14c53cc1fed0079a7dde936b3436ec85e2922fb8f0b346e9f88e6ad4de25b3e3fd6fe7511f125ae7a3568268acba2d9a5835aba48e8cfbd99b925bfbdbbd7dea38b468626959dee6e5e44d8f24f2b39dbf5353ff00c24561fdd349ff0009059504d8a4ba0c49244de75d48b092638e69d9914fa804d4575a3c33cb33799770897995639caabf18f9867078e3a55cff008486cd9d86318a636bd6bbb8acc2c7935d59dd0799adda4f2c20c0dddff3a49a3ba4d30c6a4fda31f2b29c31fc7a552bfbabc86f258a10cb1ac7b9542e706afab4dfd9a1d9bf78620cdf5fa5059474a8b548e6637b24ad0e39df26e19aafae5b6b32ea2ef62f3080818db2ed1d076c8c568e9335dc973b258f00fb62a8ebdaaea36ba94b15b440a03de3dd8fd28036ecd2e4f875848cc2f3cb3821b9273fdefc2a968167acdbdf86be59fc8da721e60c3a63d4fad4d65772c9e1f374df2dc08d98803b838155b47d42fe7bc58a65668dba8dbe809a00ec2ca0926dc227d80ef5fbd8fe138fd7155af6d9ac49bb693cf6c222af71842091f5a9ed6dee25d3765a60c8e1b00f1c9538fd6aaddda416d1c426b8496e36a6f118c8dc171d7dfad0f66fa09a201a84bc7fa337e5ff00d6a53a85c63f790b7f9fc29c24ff00a6727fdf550197ca87fd5d47b7a7d61f8b2fd94fa4bf01d6ba94921e2ddb76700f5c54969a7e9d6bad35cadc49f6c663f26f1e9cf6cfeb518b88bac4995fe03bbad4a92db79de72c20cbf7beff00f3ff00f554b942f74ac0e13eaee360b4d3a2d42492d24924b972db9378f979e7a0cd4b65159453ff00a249e64af1327df1f77764f4f7e28496ce09fed115a2249cefc48df367f4a486e6ca23e64507f06ceaddce7f9f357cf1ee1ece5d82cad6c63f305adc6f8fcad8e0b8fbbcf3c7e34967069d05a5fa2dc3794d12a4ce581daa1700f4ee39a641359c5e679569e5ef409f7ffc7eb42b5a84957ec7fbb92311b7ce7ee818fe5473c7b87b397623b7161f63b9093b34271e610c0edf9463b7a54b2dcda5a5a5c4d6d2192249492777562403f4a8636b158a584582ac5291bc073f300318a6de3db369f750456db1667f31fe63cb6739e47b51cf1ee1ece5d8ae75c1e8dff7dd4ffdb0ff00f3c9bfe027ff00ad5852e90f27304d1b0feebe4566dc417364c03e507f781c8fd0d6fcb877b6feacc3f78758fa9491e3fd1cae7fda3fe14c1a9cca497848cffb5ffd6ae5e2d5aee3955c4a5b1d9b9ab30eb922a6c9605907b31147b18ff27e2c39ff00bdf81b916a371cfee1bf3ffeb51fda137fcf23fe7f0acf8f5e89f1b91d1c7fb54f4d42d9f3b25e9d32d8ac6f0eb4edf366966f695cd03aa486111c67f77482f1c1f30019fa565f9b27fcf2ff003f9d5eb19a78a6f3654f3235e36edae73a0d137d2c9ba4914799f4ab51967e5513e9557fb593fd5f93d3dbff00ad5763d7912e3cdf27f831f77d4d57291cde445047228385fae4e6aacdaf18a5923b85de41c13bb19fc31ef505adaf9a0fcac71c72d8a9934c6009468891d4639a8b9a72aea8b765abf9b65e5c72158ce323d6ab3de476e723907820bf5359f70ac8ea4f257a0a8243327faf5e4ff066a2e572a5b2363ed6a5fa63d837f3a9a4bc40bcbc6c3d140e2b1ed5a7763ba35007a0a8b4f95e7b65df1b924e0fb1cd023422d436dd8b61f333a9604e0640c7f8d0f264fef0467e9cff004a816d90dd79ac70c9800bb64639c8fc73fa0aba514329f978f71fca802789a37ca94dbd8e703ffaf4d87607f33e4e7f86a3f33f79be34dff8d0627ba52c23501137b6476ce3f9914144d12c9d9ff87fd9a93ca7f4fe1ac57fb5210931c81fc5c7cb51ccd35bac2be51f9d77afcfdb2463f4340ed2ec7421a3981cfcd8e9bb02a817118c144fc6a85b4171732148938da4e55bb6327f953fca54f90b127dcd03e4976276bc53feb541fa003ffad4ed81dcec9a3e7d81c531ed65c0978405d931f4c67f98a8a1b292793ca1fbc0c40c70280f672ecca57b05949933411e7fbcadb4fe75426d1c11ba1978f47f9bff00d5fad694e245fdd4b1478e94b359ccf0f9bb1400427e2727fa5690ab516ccc6787feeb399b9b1ba43f3a7983b18ce6a8654bc808208ec6baab6f3ed64fbbb40e80f02a4bc1187963bbb48d9d46093ce3f1ae9fae4baa31fa93e9b97a1b42767cfcff00bd563ecc5016cff5a8a142b82bd6ac47e683860467d2b8ecfa23a2ebab2b79b890478231eab5a5105c67e6c9fa55496dd4ff00ac796a21041b0fdefd28e46b70d3a152e3ed9f6b95510b26f38c568d95cdc471a0558de4dbca919dbf9553f354ed8a25e324ee26a59efdad9fc944c803a29c724f6a65f39b134f74621218215cb6de06339aad79bef18074540aa0228ee7d4d737aeddcb2358c83cc0126562acb9e9dfe9cd6ebcb75b1cb07542475a39dad09566ef6127b15d8cb347bc918043118fca990420bc810f96011dbae063afe155e7ba6f28790767cdd4d4d696f311f3480e3e639151cd710ad68ac7259893fed5245627cdff005ab46d7966fddb7ddf634ed93ff18069944ef6532b61588f70b5a7a1c1147a91b7b99d8a5cc2d0e7a104e31f8f1fad66a6e6ca1461fdea41f688595f79cc6410760c0228032afe36b725267d924648c330c8ab77522dcc366ab2a868a2287e61fdf273fad6678d9fecb75f6bb7cb45247b4961f79b73723f2c7e15891ea52885c868b7a8c053df9ec31ec281dcebb4db95b69b7c932488c8caa4363921bfc69eee371dc635ff0079eb8793542eb81e52fd16a137f707ab27e5413e67a18be458238936b346ecd9f338e428ff00d96ab59eab05b4e924a1fe570dcb93d39ae3fedd71ff003d22a8ff00b498ff00ad2a2811d73dd24d86f53fdfa0de245632c788fe7757fbfe81bfc6b929b553ed55fed0dfeb37a500756f76937de9147e39a9af952f6f66913e40f213f7f3d6b8ff00b6b7fcf45a5fb74dfde4fce8036f56bc315d22444e445ce3eb5406a92062419813d70d562778a4255215918756229736ff00f3ea0fd17356892d41772dd43fbb19ff006b356a1ff9e064aa10a3118822d917a0ab4d6be5420c8729e94a4ae38e85edf691aeede5dc6071eb4e3bee896d8171d18f503d4d534b5f3b688461c8f947a55b8627872a64f980e6916c75c5aa4aaf0321937298d896fe13d47e952b48f95d98c11d01e954a49cc711249245545b868a26da30a3a63de93408bcf6e64902bbae0364e7ad3a296368c14f979c7ad67da2caa7cc62a6a6d4511603193f3360f14224bb6b3cb1a13202990738a9a090202e1db9aaa9096e8fcd385c98090579a00b86eff791f4df8ab9f224798df696ff006ab104914b30f34606cc8fad69c09fec6ca828c9f115aa5fe9a60c20886f963555c64a44edfcc01ff0235e6097bbb20a958c70413d2bd42fd61589af0bbc7e547282ea7b344c98fc4b0ac6f0b787ad354f88173a6de161696d6b2cecc0aaa4644780589e837301df922b724e3fccf6fd68f33dbf5aee352f0c5958c77109d323529a634cd218ee9a5f35622c4ef56f27ef0ec315775ef09697a0cd6667b14bc9041690b2cd33288e66203a9f2a453e601d7391d319e6b4333cf3cd8bd2a1f363f5fd6b423d3fed3e24bcb1b67482de169f334dbb6450c7b998b632c70abc6324fe34ed3346fed6178749bc86ec5b46d27fc7accaafb63dedb9b6e13d067a9f41834019be6a52f9a95bb27878c762d752eb3a7c4f05a5adfcf1f972b3c714eb1b27dd5f98e645047be738ab707852de0d42c74bd455a5bed4ef26b48a7b79711c2005d8e14a64ee3264e71f28f53c0072fe62535e527eef1566e62b23e16d2750805d1b8b89e7b7b9326dda7cb485fe551d1479ac39249c678e954690cedcc910382704d4b14676d6642819c13d6b5178c7d6b345976095c44a718cd2cc163c3292dcfdccf5a82690f18007d2a39266e3a5431234a2b968909da448dfa55779d8313c6e3d6b39dd98f26a3be764bad8a4edaa19a36e1e6666ebd2a272f23954f9556acd928585368c6e3835091d17a82791480d3b28f16f96f969b279664460366d3561d8a4602f422b22662cfc9a101a6664922cb8f98f520d51113b222c6e77377a8c13e61ab046483b9860f634c06bc6de687925abde63ff00cb3ffc769977f7e33df22a6b51f3e7bf1fcea4092e6dd6f609619cee0c8571f5ae5658353b0f115c5cc081e09176bc465081ff007654673e85b38c76fc6baa9bf86b1f5076658093c97c9aa4c0cf8af358112a45a45b2491d88b359bedb26f53e5ecde14388faf38d9f8e79aada95c6b17967670b69f1c4f14904d3cb24e19ae5e14da849ec3e690ff00c0f9e95ab139b79408b80c39fc2a42ec4e4939ab4c4d18cb6fab37896e355d3b49b3b68a4de1ad649bcd475913648ac7209dd96ce31f7b8c6055cb48f5cb284c563a2e8f0468d334037c8de4f9b108e4eb29dc481d5b38c9c60600b9b8fa9ad12e4c684fbd4dc9b1c74d61aecd0dec6f6566bf6ab3b5b162926311c0220847cdf78f92b9272393803b6b4d37890ca2696c2c24b846692da569086b5768d632d1e180e88a70c18020118efb3b8d1b8d170b1c37f626ac348b7d39e0816086e25b956f341667916356c9cf4c44b8e3b9eb59a34bbc23fd5aeeee3cc5ff001aee2362ccc49aa5763e553dc1c5529058ffd9');

INSERT INTO public.camera VALUES
	('cam01', 0, '{"id": "cam01", "sub": null, "main": "scene:site?seed=3&seconds=12&size=192x108&fps=5&hazards=person@5-11", "name": {"en": "Camera cam01", "zh": "相机 cam01"}, "zones": [{"id": "yard", "name": {"en": "Yard", "zh": "院内"}, "polygon": [[0.02, 0.3], [0.98, 0.3], [0.98, 0.98], [0.02, 0.98]], "purpose": "watch"}], "gauges": [], "record": "sub", "enabled": true, "hotspot": "town", "position": {"lat": 34.8, "lon": 113.27}, "detectors": [{"kind": "intrusion", "zone": "yard", "settings": {}}, {"kind": "camera_faults", "zone": null, "settings": {}}], "transport": "tcp", "analysis_fps": 5.0}', 1, '2026-12-01 02:21:14.52341+00', NULL),
	('cam02', 1, '{"id": "cam02", "sub": null, "main": "scene:river?seed=4&seconds=4&size=160x88&fps=5", "name": {"en": "Camera cam02", "zh": "相机 cam02"}, "zones": [], "gauges": [], "record": "sub", "enabled": true, "hotspot": "town", "position": {"lat": 34.8, "lon": 113.27}, "detectors": [], "transport": "tcp", "analysis_fps": "keyframes"}', 1, '2026-12-01 02:21:14.52341+00', NULL);

INSERT INTO public.camera_change VALUES
	(1, 'cam01', '2026-12-01 02:21:14.52341+00', NULL, NULL, NULL, 'file', NULL, '{"id": "cam01", "sub": null, "main": "scene:site?seed=3&seconds=12&size=192x108&fps=5&hazards=person@5-11", "name": {"en": "Camera cam01", "zh": "相机 cam01"}, "zones": [{"id": "yard", "name": {"en": "Yard", "zh": "院内"}, "polygon": [[0.02, 0.3], [0.98, 0.3], [0.98, 0.98], [0.02, 0.98]], "purpose": "watch"}], "gauges": [], "record": "sub", "enabled": true, "hotspot": "town", "position": {"lat": 34.8, "lon": 113.27}, "detectors": [{"kind": "intrusion", "zone": "yard", "settings": {}}, {"kind": "camera_faults", "zone": null, "settings": {}}], "transport": "tcp", "analysis_fps": 5.0}', '{}', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xdf5f0a916779537f8e93109722f1631b49f58fcfaa4b5be13a5ebe9f7dc1488f'),
	(2, 'cam02', '2026-12-01 02:21:14.52341+00', NULL, NULL, NULL, 'file', NULL, '{"id": "cam02", "sub": null, "main": "scene:river?seed=4&seconds=4&size=160x88&fps=5", "name": {"en": "Camera cam02", "zh": "相机 cam02"}, "zones": [], "gauges": [], "record": "sub", "enabled": true, "hotspot": "town", "position": {"lat": 34.8, "lon": 113.27}, "detectors": [], "transport": "tcp", "analysis_fps": "keyframes"}', '{}', '\xdf5f0a916779537f8e93109722f1631b49f58fcfaa4b5be13a5ebe9f7dc1488f', '\x4d9ab9e5d1c680d4fea84035e2f3000c0584f84bc8daac7aed7b4a374c92ea0c');

INSERT INTO public.camera_roster VALUES
	(1, 1);

INSERT INTO public.delivery VALUES
	('live', '01a22f68-18c9-749e-9d83-78f4bfac3b9c', '01a22f68-18c8-71ed-9d28-82b09b8e4233', '01a22f68-03f8-7612-9638-037b5c5a049e', '处置人员', 'responder', 'in_app', '', 'sent', 1, '2026-12-01 02:21:46.104074+00', '2026-12-01 02:21:20.968273+00', '2026-12-01 02:21:21.117044+00', NULL, NULL, NULL, NULL),
	('live', '01a22f68-187d-744d-ab89-75bdd711738f', '01a22f68-187a-7466-9cf0-09207cf86167', '01a22f68-0143-7370-b658-cef410b12900', '值班员', 'duty_officer', 'in_app', '', 'sent', 1, '2026-12-01 02:21:46.104074+00', '2026-12-01 02:21:20.890698+00', '2026-12-01 02:21:21.116124+00', NULL, NULL, NULL, NULL),
	('live', '01a22f68-18db-71cc-b7df-da6c866d1c90', '01a22f68-18d9-719b-8c98-80752305da7e', '01a22f68-0143-7370-b658-cef410b12900', '值班员', 'duty_officer', 'in_app', '', 'sent', 1, '2026-12-01 02:21:46.104074+00', '2026-12-01 02:21:20.985788+00', '2026-12-01 02:21:21.117523+00', NULL, NULL, NULL, NULL),
	('live', '01a22f68-187d-744d-ab89-75befa792deb', '01a22f68-187a-7466-9cf0-09207cf86167', '01a22f68-0143-7370-b658-cef410b12900', '值班员', 'duty_officer', 'sound', '', 'queued', 2, '2026-12-01 02:21:36.205758+00', '2026-12-01 02:21:20.890698+00', NULL, NULL, NULL, 'no_audible_page', NULL),
	('live', '01a22f68-18db-71cc-b7df-da6dd61c6704', '01a22f68-18d9-719b-8c98-80752305da7e', '01a22f68-0143-7370-b658-cef410b12900', '值班员', 'duty_officer', 'sound', '', 'queued', 2, '2026-12-01 02:21:36.206403+00', '2026-12-01 02:21:20.985788+00', NULL, NULL, NULL, 'no_audible_page', NULL),
	('live', '01a22f68-18c9-749e-9d83-78f5d50b6ebf', '01a22f68-18c8-71ed-9d28-82b09b8e4233', '01a22f68-03f8-7612-9638-037b5c5a049e', '处置人员', 'responder', 'sound', '', 'queued', 2, '2026-12-01 02:21:36.211935+00', '2026-12-01 02:21:20.968273+00', NULL, NULL, NULL, 'no_audible_page', NULL),
	('live', '01a22f68-2e07-751c-a7c2-3802693a6c2a', '01a22f68-2e05-714a-914c-ed62ed5f1104', '01a22f68-0143-7370-b658-cef410b12900', '值班员', 'duty_officer', 'in_app', '', 'sent', 1, '2026-12-01 02:21:51.694368+00', '2026-12-01 02:21:26.405269+00', '2026-12-01 02:21:26.710506+00', NULL, NULL, NULL, NULL),
	('live', '01a22f68-2e07-751c-a7c2-3803c888a4a4', '01a22f68-2e05-714a-914c-ed62ed5f1104', '01a22f68-0143-7370-b658-cef410b12900', '值班员', 'duty_officer', 'sound', '', 'queued', 1, '2026-12-01 02:21:31.752367+00', '2026-12-01 02:21:26.405269+00', NULL, NULL, NULL, 'no_audible_page', NULL);

INSERT INTO public.incident VALUES
	('live', '01a22f68-189d-7066-8604-36ac2269f566', '2026-0001', 'discovered', 2, 'smoke', '{"en": "Smoke", "zh": "烟雾"}', 'river', NULL, '2026-12-01 02:21:20.91897+00', '{"id": "01a22f68-02b7-73d4-9a8e-305a2ffe5b0b", "name": "带班领导", "role": "duty_leader"}', '2026-12-01 02:21:20.91897+00', '2026-12-01 02:21:20.91897+00', '2026-12-01 02:21:20.878839+00', '{"channel": "alert"}', NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.incident_serial VALUES
	('live', 2026, 1);

INSERT INTO public.notification VALUES
	('live', '01a22f68-187a-7466-9cf0-09207cf86167', 'alert', 'alert', '01a22f68-186e-7449-8475-3b6410976b11', 2, '{"en": "Alert level Ⅱ: River: Smoke", "zh": "Ⅱ级预警 河道：烟雾"}', '{"en": "Look now. 山坡有烟", "zh": "请立即查看。山坡有烟"}', '/alerts/01a22f68-186e-7449-8475-3b6410976b11', NULL, 1, '2026-12-01 02:21:20.890698+00', '2026-12-01 03:21:20.890698+00'),
	('live', '01a22f68-18c8-71ed-9d28-82b09b8e4233', 'task', 'task', '01a22f68-18c3-7488-8dae-a60713935dff', 2, '{"en": "Task: 现场核实", "zh": "任务：现场核实"}', '{"en": "2026-0001 Smoke", "zh": "2026-0001 烟雾"}', '/respond', NULL, 1, '2026-12-01 02:21:20.968273+00', '2026-12-01 03:21:20.968273+00'),
	('live', '01a22f68-18d9-719b-8c98-80752305da7e', 'alert', 'alert', '01a22f68-18d5-7524-8d91-30dcecf8edda', 3, '{"en": "Alert level Ⅲ: Town and villages: Rockfall", "zh": "Ⅲ级预警 其他：落石"}', '{"en": "Look now. 落石", "zh": "请立即查看。落石"}', '/alerts/01a22f68-18d5-7524-8d91-30dcecf8edda', NULL, 1, '2026-12-01 02:21:20.985788+00', '2026-12-01 03:21:20.985788+00'),
	('live', '01a22f68-2e05-714a-914c-ed62ed5f1104', 'alert', 'alert', '01a22f68-2df0-7667-b96f-095d8a51f069', 4, '{"en": "Alert level Ⅳ: Camera cam01 · Yard: Intrusion", "zh": "Ⅳ级预警 相机 cam01 · 院内：进入禁区"}', '{"en": "Look now", "zh": "请立即查看"}', '/alerts/01a22f68-2df0-7667-b96f-095d8a51f069', NULL, 1, '2026-12-01 02:21:26.405269+00', '2026-12-01 03:21:26.405269+00');

INSERT INTO public.report VALUES
	('live', '01a22f68-18a1-775d-b69f-a6f31bc3e6cc', '01a22f68-189d-7066-8604-36ac2269f566', 'first', 1, 'draft', 0, NULL, NULL, NULL, NULL, '2026-12-01 02:21:20.91897+00', '2026-12-01 02:51:20.91897+00', '2026-12-01 03:21:20.91897+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.segment VALUES
	('live', 'cam02/sub/20261201/20261201T022118766Z-e1.mp4', 'cam02', 'sub', 1, 'closed', '2026-12-01 02:21:18.766456+00', 11.6, 27885, '9ff942b9e569be3a2cbfc6305d5afadd0a4f8a0b0423634283b7b71e4138e8cd', true, 'avc1.64000A'),
	('live', 'cam01/sub/20261201/20261201T022118759Z-e1.mp4', 'cam01', 'sub', 1, 'closed', '2026-12-01 02:21:18.759033+00', 11.6, 33831, 'f2d0a9eb1bf8e9c33a7a765cb4fcb200370ff2ad37376abc6d2153c08a61a5f0', true, 'avc1.64000A');

INSERT INTO public.session VALUES
	('01a22f68-1860-704a-9546-14f7918d075b', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '\xf0be4368ccf6c95fd3ac751d59cd88b13e4f01a8615d2177808567766bf1f71c', '2026-12-01 02:21:20.864816+00', '2026-12-01 02:21:20.864816+00', '2026-12-01 14:21:20.864816+00', NULL, '127.0.0.1', 'python-httpx/0.28.1');

INSERT INTO public.station VALUES
	('river-bridge', 0, '{"id": "river-bridge", "kind": "river", "name": {"en": "River bridge station", "zh": "河道大桥水位站"}, "datum": {"en": "National Vertical Datum 1985", "zh": "1985 国家高程基准"}, "levels": {"warning": 102.3, "overflow": 104.2, "guarantee": 103.4, "fortification": 101.5}, "hotspot": "river", "position": {"lat": 34.7921, "lon": 113.2702}, "deadband_m": 0.02, "plausible_m": [95.0, 110.0], "stale_minutes": 30.0, "rise_alert_m_per_h": 0.3, "rain_alert_mm_per_h": 30.0}', NULL, NULL, NULL, NULL),
	('reservoir-dam', 1, '{"id": "reservoir-dam", "kind": "reservoir", "name": {"en": "Reservoir dam station", "zh": "水库坝前水位站"}, "datum": {"en": "National Vertical Datum 1985", "zh": "1985 国家高程基准"}, "levels": {"check": 173.6, "design": 172.1, "flood_high": 170.5, "flood_limit": 168.0}, "hotspot": "reservoir", "position": {"lat": 34.7842, "lon": 113.2958}, "deadband_m": 0.02, "plausible_m": [140.0, 180.0], "stale_minutes": 30.0, "rise_alert_m_per_h": 0.2, "rain_alert_mm_per_h": 30.0}', NULL, NULL, NULL, NULL);

INSERT INTO public.station_watch VALUES
	('live', 'river-bridge', '{"held": {}, "rain": null, "level": null, "rises": 0, "recent": []}'),
	('live', 'reservoir-dam', '{"held": {}, "rain": null, "level": null, "rises": 0, "recent": []}');

INSERT INTO public.task VALUES
	('live', '01a22f68-18c3-7488-8dae-a60713935dff', '01a22f68-189d-7066-8604-36ac2269f566', 'assigned', '{"en": "现场核实", "zh": "现场核实"}', NULL, NULL, NULL, '{"id": "01a22f68-03f8-7612-9638-037b5c5a049e", "name": "处置人员", "role": "responder", "username": "responder"}', NULL, '2026-12-01 02:21:20.96075+00', '{"id": "01a22f68-02b7-73d4-9a8e-305a2ffe5b0b", "name": "带班领导", "role": "duty_leader"}', '2026-12-01 02:21:20.96075+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.transition VALUES
	('live', 1, 'alert', '01a22f68-186e-7449-8475-3b6410976b11', NULL, 'raised', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '带班领导', 'duty_leader', '2026-12-01 02:21:20.878839+00', NULL, NULL, '山坡有烟', '{"kind": "smoke", "level": 2, "source": "person/1", "camera_id": null}', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xefd38bf2b2beb48a0ab1bac8d0bb370a9d7b2a9e8fc5fa3fc7373bd1315ffa33'),
	('live', 2, 'alert', '01a22f68-186e-7449-8475-3b6410976b11', 'raised', 'acknowledged', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '带班领导', 'duty_leader', '2026-12-01 02:21:20.91897+00', 40, NULL, NULL, '{"level": 2, "since_raised_ms": 40}', '\xefd38bf2b2beb48a0ab1bac8d0bb370a9d7b2a9e8fc5fa3fc7373bd1315ffa33', '\xbeca4e216ec2dadc57e3ad2d2abc772566525981800bbfd0db599db8c31a0ad3'),
	('live', 3, 'alert', '01a22f68-186e-7449-8475-3b6410976b11', 'acknowledged', 'confirmed', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '带班领导', 'duty_leader', '2026-12-01 02:21:20.91897+00', 0, NULL, '现场核实', '{"level": 2, "observation": {"box": null, "kind": "smoke", "zone": null, "score": 1.0, "value": null, "detector": "person/1", "evidence": {}, "camera_id": null}, "since_raised_ms": 40}', '\xbeca4e216ec2dadc57e3ad2d2abc772566525981800bbfd0db599db8c31a0ad3', '\xe3fc94470eb4c915c3a32c9c58b5ec362bb465815155a221bd22b8e199f43d9b'),
	('live', 4, 'incident', '01a22f68-189d-7066-8604-36ac2269f566', NULL, 'discovered', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '带班领导', 'duty_leader', '2026-12-01 02:21:20.91897+00', NULL, NULL, NULL, '{"kind": "smoke", "level": 2, "number": "2026-0001", "channel": "alert", "alert_id": "01a22f68-186e-7449-8475-3b6410976b11"}', '\xe3fc94470eb4c915c3a32c9c58b5ec362bb465815155a221bd22b8e199f43d9b', '\x3e5b8cce07d38771496060b07ea2f0b96209c268ec2934ae3178524886ebb72f'),
	('live', 5, 'task', '01a22f68-18c3-7488-8dae-a60713935dff', NULL, 'assigned', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '带班领导', 'duty_leader', '2026-12-01 02:21:20.96075+00', NULL, NULL, NULL, '{"plan": null, "unit": null, "title": {"en": "现场核实", "zh": "现场核实"}, "person": "处置人员", "incident_id": "01a22f68-189d-7066-8604-36ac2269f566"}', '\x3e5b8cce07d38771496060b07ea2f0b96209c268ec2934ae3178524886ebb72f', '\xbdff14ac008d1b9b0bff796150e9b167de40ee24f47905ed72455e62868d88b1'),
	('live', 6, 'alert', '01a22f68-18d5-7524-8d91-30dcecf8edda', NULL, 'raised', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '带班领导', 'duty_leader', '2026-12-01 02:21:20.981494+00', NULL, NULL, '落石', '{"kind": "rockfall", "level": 3, "source": "person/1", "camera_id": null}', '\xbdff14ac008d1b9b0bff796150e9b167de40ee24f47905ed72455e62868d88b1', '\x25dbc49380a6e6cfc8c1c7a55e7be74b7167d11d983ad1bde6e9332695ca0654'),
	('live', 7, 'alert', '01a22f68-18d5-7524-8d91-30dcecf8edda', 'raised', 'acknowledged', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '带班领导', 'duty_leader', '2026-12-01 02:21:20.998871+00', 17, NULL, NULL, '{"level": 3, "since_raised_ms": 17}', '\x25dbc49380a6e6cfc8c1c7a55e7be74b7167d11d983ad1bde6e9332695ca0654', '\x35d3c8aebd3d8597b0a1cc331a71dc73e6bea427ad7f701f75cba78c71fb22d3'),
	('live', 8, 'alert', '01a22f68-18d5-7524-8d91-30dcecf8edda', 'acknowledged', 'dismissed', '01a22f68-02b7-73d4-9a8e-305a2ffe5b0b', '带班领导', 'duty_leader', '2026-12-01 02:21:21.011722+00', 13, 'known_work', '无险情', '{"level": 3, "observation": {"box": null, "kind": "rockfall", "zone": null, "score": 1.0, "value": null, "detector": "person/1", "evidence": {}, "camera_id": null}, "since_raised_ms": 30}', '\x35d3c8aebd3d8597b0a1cc331a71dc73e6bea427ad7f701f75cba78c71fb22d3', '\x357c4667a5c51c1358ea3767f4b367088214cb13911f641c2a6634960838f514'),
	('live', 9, 'alert', '01a22f68-2df0-7667-b96f-095d8a51f069', NULL, 'raised', NULL, NULL, NULL, '2026-12-01 02:21:26.372421+00', NULL, NULL, NULL, '{"kind": "intrusion", "zone": "yard", "level": 4, "score": 0.882, "detector": "intrusion/5", "event_id": "01a22f68-2dd7-75f5-b95e-0e8c2de358c2", "camera_id": "cam01"}', '\x357c4667a5c51c1358ea3767f4b367088214cb13911f641c2a6634960838f514', '\xe79ab7e665e6251f8ab24c6cd3911d3a10ce2367c7658a9ccb069df6180df70a');

SELECT pg_catalog.setval('public.admin_journal_id_seq', 7, true);

SELECT pg_catalog.setval('public.login_attempt_id_seq', 1, true);

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT pk_account PRIMARY KEY (id);

ALTER TABLE ONLY public.admin_journal
    ADD CONSTRAINT pk_admin_journal PRIMARY KEY (id);

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT pk_alert PRIMARY KEY (realm, id);

ALTER TABLE ONLY public.alert_episode
    ADD CONSTRAINT pk_alert_episode PRIMARY KEY (realm, episode_id);

ALTER TABLE ONLY public.alert_signal
    ADD CONSTRAINT pk_alert_signal PRIMARY KEY (event_id);

ALTER TABLE ONLY public.alert_snapshot
    ADD CONSTRAINT pk_alert_snapshot PRIMARY KEY (realm, alert_id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT pk_attachment PRIMARY KEY (realm, id);

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT pk_camera PRIMARY KEY (id);

ALTER TABLE ONLY public.camera_change
    ADD CONSTRAINT pk_camera_change PRIMARY KEY (number);

ALTER TABLE ONLY public.camera_roster
    ADD CONSTRAINT pk_camera_roster PRIMARY KEY (id);

ALTER TABLE ONLY public.cap_message
    ADD CONSTRAINT pk_cap_message PRIMARY KEY (realm, event_id);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT pk_contact PRIMARY KEY (account_id, channel);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT pk_delivery PRIMARY KEY (realm, id);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT pk_incident PRIMARY KEY (realm, id);

ALTER TABLE ONLY public.incident_review
    ADD CONSTRAINT pk_incident_review PRIMARY KEY (realm, incident_id);

ALTER TABLE ONLY public.incident_serial
    ADD CONSTRAINT pk_incident_serial PRIMARY KEY (realm, year);

ALTER TABLE ONLY public.login_attempt
    ADD CONSTRAINT pk_login_attempt PRIMARY KEY (id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT pk_notification PRIMARY KEY (realm, id);

ALTER TABLE ONLY public.notification_member
    ADD CONSTRAINT pk_notification_member PRIMARY KEY (realm, subject_id, notification_id);

ALTER TABLE ONLY public.on_duty
    ADD CONSTRAINT pk_on_duty PRIMARY KEY (role, account_id);

ALTER TABLE ONLY public.report
    ADD CONSTRAINT pk_report PRIMARY KEY (realm, id);

ALTER TABLE ONLY public.segment
    ADD CONSTRAINT pk_segment PRIMARY KEY (realm, path);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT pk_session PRIMARY KEY (id);

ALTER TABLE ONLY public.shelf_plan
    ADD CONSTRAINT pk_shelf_plan PRIMARY KEY (realm, id);

ALTER TABLE ONLY public.station
    ADD CONSTRAINT pk_station PRIMARY KEY (id);

ALTER TABLE ONLY public.station_reading
    ADD CONSTRAINT pk_station_reading PRIMARY KEY (realm, station_id, quantity, at);

ALTER TABLE ONLY public.station_watch
    ADD CONSTRAINT pk_station_watch PRIMARY KEY (realm, station_id);

ALTER TABLE ONLY public.task
    ADD CONSTRAINT pk_task PRIMARY KEY (realm, id);

ALTER TABLE ONLY public.task_step
    ADD CONSTRAINT pk_task_step PRIMARY KEY (realm, key);

ALTER TABLE ONLY public.transition
    ADD CONSTRAINT pk_transition PRIMARY KEY (realm, number);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT uq_account_username UNIQUE (username);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT uq_session_token_hash UNIQUE (token_hash);

CREATE INDEX ix_alert_camera ON public.alert USING btree (realm, camera_id, raised_at);

CREATE INDEX ix_alert_due ON public.alert USING btree (realm, next_step_at) WHERE (state = ANY (ARRAY['acknowledged'::text, 'cleared_unacknowledged'::text, 'raised'::text, 'shelved'::text]));

CREATE INDEX ix_alert_episode_alert ON public.alert_episode USING btree (realm, alert_id);

CREATE INDEX ix_alert_episode_key ON public.alert_episode USING btree (realm, dedup_key);

CREATE INDEX ix_alert_incident ON public.alert USING btree (realm, incident_id);

CREATE INDEX ix_alert_members ON public.alert USING gin (members jsonb_path_ops);

CREATE INDEX ix_alert_open ON public.alert USING btree (realm, raised_at) WHERE (state = ANY (ARRAY['acknowledged'::text, 'cleared_unacknowledged'::text, 'raised'::text, 'shelved'::text]));

CREATE INDEX ix_alert_raised ON public.alert USING btree (realm, raised_at, id);

CREATE INDEX ix_alert_signal_alert ON public.alert_signal USING btree (realm, alert_id);

CREATE INDEX ix_alert_station ON public.alert USING btree (realm, station_id, raised_at);

CREATE INDEX ix_attachment_incident ON public.attachment USING btree (realm, incident_id);

CREATE INDEX ix_camera_change_camera ON public.camera_change USING btree (camera_id, number);

CREATE INDEX ix_cap_message_episode ON public.cap_message USING btree (realm, episode_id);

CREATE INDEX ix_delivery_account ON public.delivery USING btree (account_id, queued_at);

CREATE INDEX ix_delivery_due ON public.delivery USING btree (channel, next_attempt_at) WHERE (state = 'queued'::text);

CREATE INDEX ix_delivery_notification ON public.delivery USING btree (realm, notification_id);

CREATE INDEX ix_incident_opened ON public.incident USING btree (realm, opened_at);

CREATE INDEX ix_login_attempt_address_at ON public.login_attempt USING btree (address, at);

CREATE INDEX ix_login_attempt_username_at ON public.login_attempt USING btree (username, at);

CREATE INDEX ix_notification_subject ON public.notification USING btree (realm, subject_id, created_at);

CREATE INDEX ix_report_open ON public.report USING btree (realm, due_at) WHERE (written_at IS NULL);

CREATE INDEX ix_segment_camera ON public.segment USING btree (realm, camera_id, started_at);

CREATE INDEX ix_session_account_id ON public.session USING btree (account_id);

CREATE INDEX ix_session_expires_at ON public.session USING btree (expires_at);

CREATE INDEX ix_shelf_plan_ends ON public.shelf_plan USING btree (realm, ends_at);

CREATE INDEX ix_task_incident ON public.task USING btree (realm, incident_id);

CREATE INDEX ix_task_person ON public.task USING btree (realm, ((person ->> 'id'::text)));

CREATE INDEX ix_task_unit ON public.task USING btree (realm, unit);

CREATE INDEX ix_transition_subject ON public.transition USING btree (realm, subject, subject_id, number);

CREATE UNIQUE INDEX uq_admin_journal_number ON public.admin_journal USING btree (number);

CREATE UNIQUE INDEX uq_alert_open ON public.alert USING btree (realm, dedup_key) WHERE (state = ANY (ARRAY['acknowledged'::text, 'cleared_unacknowledged'::text, 'raised'::text, 'shelved'::text]));

CREATE UNIQUE INDEX uq_incident_number ON public.incident USING btree (realm, number);

CREATE UNIQUE INDEX uq_notification_bundle ON public.notification USING btree (realm, bundle_key);

CREATE UNIQUE INDEX uq_report_number ON public.report USING btree (realm, incident_id, kind, number);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.admin_journal FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.alert_signal FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.alert_snapshot FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.attachment FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.camera_change FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.cap_message FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.incident_review FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.task_step FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.transition FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.admin_journal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.alert_signal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.alert_snapshot FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.attachment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.camera_change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.cap_message FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.incident_review FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.task_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.transition FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE ONLY public.admin_journal
    ADD CONSTRAINT fk_admin_journal_actor_id FOREIGN KEY (actor_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.alert_episode
    ADD CONSTRAINT fk_alert_episode_alert FOREIGN KEY (realm, alert_id) REFERENCES public.alert(realm, id);

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT fk_alert_incident FOREIGN KEY (realm, incident_id) REFERENCES public.incident(realm, id);

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT fk_alert_previous FOREIGN KEY (realm, previous_alert_id) REFERENCES public.alert(realm, id);

ALTER TABLE ONLY public.alert_signal
    ADD CONSTRAINT fk_alert_signal_alert FOREIGN KEY (realm, alert_id) REFERENCES public.alert(realm, id);

ALTER TABLE ONLY public.alert_snapshot
    ADD CONSTRAINT fk_alert_snapshot_alert FOREIGN KEY (realm, alert_id) REFERENCES public.alert(realm, id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT fk_attachment_incident FOREIGN KEY (realm, incident_id) REFERENCES public.incident(realm, id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT fk_attachment_task FOREIGN KEY (realm, task_id) REFERENCES public.task(realm, id);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT fk_contact_account_id FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT fk_delivery_account_id FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT fk_delivery_notification FOREIGN KEY (realm, notification_id) REFERENCES public.notification(realm, id);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT fk_incident_merged FOREIGN KEY (realm, merged_into) REFERENCES public.incident(realm, id);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT fk_incident_previous FOREIGN KEY (realm, previous_incident_id) REFERENCES public.incident(realm, id);

ALTER TABLE ONLY public.incident_review
    ADD CONSTRAINT fk_incident_review_incident FOREIGN KEY (realm, incident_id) REFERENCES public.incident(realm, id);

ALTER TABLE ONLY public.notification_member
    ADD CONSTRAINT fk_notification_member FOREIGN KEY (realm, notification_id) REFERENCES public.notification(realm, id);

ALTER TABLE ONLY public.on_duty
    ADD CONSTRAINT fk_on_duty_account_id FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.report
    ADD CONSTRAINT fk_report_incident FOREIGN KEY (realm, incident_id) REFERENCES public.incident(realm, id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT fk_session_account_id FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.station_reading
    ADD CONSTRAINT fk_station_reading_station_id FOREIGN KEY (station_id) REFERENCES public.station(id);

ALTER TABLE ONLY public.station_watch
    ADD CONSTRAINT fk_station_watch_station_id FOREIGN KEY (station_id) REFERENCES public.station(id);

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_incident FOREIGN KEY (realm, incident_id) REFERENCES public.incident(realm, id);

ALTER TABLE ONLY public.task_step
    ADD CONSTRAINT fk_task_step_task FOREIGN KEY (realm, task_id) REFERENCES public.task(realm, id);

GRANT SELECT,INSERT,UPDATE ON TABLE public.account TO cc_app;

GRANT SELECT,INSERT ON TABLE public.admin_journal TO cc_app;

GRANT SELECT ON TABLE public.alembic_version TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.alert TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.alert_episode TO cc_app;

GRANT SELECT,INSERT ON TABLE public.alert_signal TO cc_app;

GRANT SELECT,INSERT ON TABLE public.alert_snapshot TO cc_app;

GRANT SELECT,INSERT ON TABLE public.attachment TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.camera TO cc_app;

GRANT SELECT,INSERT ON TABLE public.camera_change TO cc_app;

GRANT SELECT,UPDATE ON TABLE public.camera_roster TO cc_app;

GRANT SELECT,INSERT ON TABLE public.cap_message TO cc_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.delivery TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.incident TO cc_app;

GRANT SELECT,INSERT ON TABLE public.incident_review TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.incident_serial TO cc_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.login_attempt TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.notification TO cc_app;

GRANT SELECT,INSERT ON TABLE public.notification_member TO cc_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.on_duty TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.report TO cc_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.segment TO cc_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.session TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.shelf_plan TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.station TO cc_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.station_reading TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.station_watch TO cc_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.task TO cc_app;

GRANT SELECT,INSERT ON TABLE public.task_step TO cc_app;

GRANT SELECT,INSERT ON TABLE public.transition TO cc_app;

