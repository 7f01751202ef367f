CREATE TABLE schema_migrations (
  name character varying(255) NOT NULL,
  "timestamp" character varying(255) NOT NULL,
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (name)
);
INSERT INTO schema_migrations VALUES ('0001_accounts_and_sessions', '2026-11-27T19:57:42.937Z');
INSERT INTO schema_migrations VALUES ('0002_oauth', '2026-11-27T19:57:42.947Z');
INSERT INTO schema_migrations VALUES ('0003_members', '2026-11-27T19:57:42.956Z');
INSERT INTO schema_migrations VALUES ('0004_growing_delays', '2026-11-27T19:57:42.958Z');
CREATE TABLE schema_migrations_lock (
  id character varying(255) NOT NULL,
  is_locked integer DEFAULT 0 NOT NULL,
  CONSTRAINT schema_migrations_lock_pkey PRIMARY KEY (id)
);
INSERT INTO schema_migrations_lock VALUES ('migration_lock', 0);
CREATE TABLE accounts (
  id text NOT NULL,
  email text NOT NULL,
  username text,
  username_key text,
  password_hash text NOT NULL,
  created_at bigint NOT NULL,
  verified_at bigint,
  disabled_at bigint,
  superuser_at bigint,
  CONSTRAINT accounts_email_key UNIQUE (email),
  CONSTRAINT accounts_pkey PRIMARY KEY (id),
  CONSTRAINT accounts_username_key_key UNIQUE (username_key)
);
INSERT INTO accounts VALUES ('670ccc72-5d39-4c9e-aa72-88463a9748fb', 'ann@example.com', 'Ann', 'ann', '$2b$04$9vtqmKNPAqLtpdd9SasXNuRPB9YdtkTheJJVHwfMEeJ2Noi66ZBO.', 1795809464227, 1795809464227, NULL, NULL);
INSERT INTO accounts VALUES ('8675fda1-c9c7-44f2-b045-363e3ac61994', 'carol@example.com', NULL, NULL, '$2b$04$kXsXKiDzQHvykp1/1VDznuiinFvC/XF19rCy0toJ5oCEWuaXVJWl.', 1795809464528, 1795809464528, 1795809464694, NULL);
INSERT INTO accounts VALUES ('e74e4104-4383-48d0-ab2c-fc2dd1867a0f', 'root@example.com', NULL, NULL, '$2b$04$5SLyFJATjgZ3vM2mZiPBduQ1Ev7wyof/R1lR0dxoxRd68TfnfN./y', 1795809463491, 1795809463491, NULL, 1795809463491);
CREATE TABLE registrations (
  id text NOT NULL,
  account_id text NOT NULL,
  email text NOT NULL,
  username text,
  password_hash text NOT NULL,
  language text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  invite_id text,
  CONSTRAINT registrations_pkey PRIMARY KEY (id)
);
INSERT INTO registrations VALUES ('fccdf18d-498b-4082-81b3-06ab48db3cc0', 'f67853ff-fcb1-4539-913b-0a303fd0d0de', 'bob@example.com', NULL, '$2b$04$V7Zdm5z7TeDGdVTUFERpYOyCKk.HddXOghamQvXuwSpDsZnlEQhNW', 'en', 1795809464756, 1795813064756, NULL);
CREATE TABLE one_time_codes (
  purpose text NOT NULL,
  subject text NOT NULL,
  email text,
  digest text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  CONSTRAINT one_time_codes_key PRIMARY KEY (purpose, subject)
);
INSERT INTO one_time_codes VALUES ('password reset', 'ann@example.com', NULL, 'n-lNHWdgg_JNJI807PfaIupmZD7zKdlIvA5oQpjr2W4', 0, 1795809465217, 1795810065217);
INSERT INTO one_time_codes VALUES ('registration', 'fccdf18d-498b-4082-81b3-06ab48db3cc0', NULL, 'sA8IExrxY-UP3hro9O2cc7YAvREaRRtJ8qEz5tJ-1I0', 0, 1795809464756, 1795810064756);
CREATE TABLE sessions (
  id text NOT NULL,
  account_id text NOT NULL,
  client_id text NOT NULL,
  label text,
  address text,
  salt text NOT NULL,
  generation integer DEFAULT 0 NOT NULL,
  rotated_at bigint NOT NULL,
  created_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  ends_at bigint NOT NULL,
  ended_at bigint,
  end_reason text,
  scope text DEFAULT 'openid email profile account admin'::text NOT NULL,
  ended_by text,
  ended_from text,
  CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT sessions_pkey PRIMARY KEY (id)
);
INSERT INTO sessions VALUES ('2001a6c5-1ffa-411d-86e9-efb0a7152a0d', '670ccc72-5d39-4c9e-aa72-88463a9748fb', 'latchkey-cli', 'laptop', '127.0.0.1', 'Ps1D6-wg55rqjj8fdJUwsw', 2, 1795809465648, 1795809465001, 1795809465648, 1798401465648, 1811361465001, NULL, NULL, 'openid email profile account admin', NULL, NULL);
INSERT INTO sessions VALUES ('5440a408-f380-40fb-b2bf-fd8cba94b784', '670ccc72-5d39-4c9e-aa72-88463a9748fb', 'latchkey-cli', 'laptop', '127.0.0.1', 'qtJDo50rM-4tAqop44Rxgw', 0, 1795809464845, 1795809464845, 1795809464845, 1798401464845, 1811361464845, 1795809464930, 'logout', 'openid email profile account admin', 'laptop', '127.0.0.1');
INSERT INTO sessions VALUES ('cef41be8-bcd0-4da9-b7b7-e34003050266', 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', 'latchkey-cli', 'laptop', '127.0.0.1', '2dDWVQKL7GsFYU5yGWH8XA', 0, 1795809463889, 1795809463889, 1795809463889, 1798401463889, 1811361463889, NULL, NULL, 'openid email profile account admin', NULL, NULL);
CREATE TABLE signing_keys (
  id text NOT NULL,
  algorithm text NOT NULL,
  public_jwk text NOT NULL,
  private_jwk_sealed text NOT NULL,
  created_at bigint NOT NULL,
  activates_at bigint DEFAULT 0 NOT NULL,
  CONSTRAINT signing_keys_pkey PRIMARY KEY (id)
);
INSERT INTO signing_keys VALUES ('-8u--jR6bAY0ZNIclh66x-1Z87BQMTfrrfjLAGUMMxg', 'ES256', '{"kty":"EC","x":"mvmhWnBCuJsdoNTK5ImYbwlFgCSpaRZtq3neZWtg08A","y":"kPr5X7QH6R5JA60oQNFKpQWZ2JMyEJvCS_IWd48952M","crv":"P-256","kid":"-8u--jR6bAY0ZNIclh66x-1Z87BQMTfrrfjLAGUMMxg","alg":"ES256","use":"sig"}', 'v1.KF0TIDr9XuZKUGn-.H6LboZT8T4wq-5sjbZOTioLNoZGV3LhHOWnX72jkjt6_wmkQzN-pTaUg72XTCAj68g283WcPUoGHhGeTmaonfSpicUqsxqWCjvuLNKwTnm-BcQwNBzOQ9OMibpgJaoaEs-RVCsKh9k8AE6VrVd-viNpPovnhgOBQ-Fvy4_O28wQM_3d_9V76BRI6Rz13_pNiamV0TRIDu2KqVNSe_PhprMAjkckWDIS9YZtPYChsjtqmQZ_jLtzLrMzdcCieecKF', 1795809463203, 1795809463203);
INSERT INTO signing_keys VALUES ('WLWIzHjha7X9FyQ1n8M2oLhHgojrQStqwOLIxmpIKxo', 'RS256', '{"kty":"RSA","n":"pkML0RY0NBSZ-_DWsaKyUKrzXA5Nn2Bu-0pLIw2ULG_baZlc35RhShjPJ6s7Q3Gw_164SFOP4fUbqhLcNKw34s-UyH4mA72bG-wGO0FE69by4bjOC8DPqFrhsslu9s3ms8Xj7vnSk25Cqnf3rR1oZgYZQFWGzjh9FHcXSRUCbStfX3oIF0xlVjjGuZNUJeDry7DMyQqGi10ciMDdsHfTA6w3YUl9qg-ClrvMlgwDOt0nTTHpJW9N-qjZVQw9ckmEqLNm3sNP7LCX879IJwyGwJ4DGBpgAdzfRtyHU94RnUMSb2uIgyJMYqQFVWI0lTOUehtyJKbBU2e3fN0VrASjKQ","e":"AQAB","kid":"WLWIzHjha7X9FyQ1n8M2oLhHgojrQStqwOLIxmpIKxo","alg":"RS256","use":"sig"}', 'v1.bd-xUs-vRuZ9Qfbs.SxO3Ye448hbnFr5avnCdC6KXC3lXM5Co3ZPArMLh7k-dooVe7lvZIQlp9cTPWRfs-_5UeJDECe1skcpmigrpUnkqCePidaNdmsasM8dNscoOmlVo-207RSQVKpPLOu3XwCYmYiZU6yYOAc-XACE5rlQU9lwpptDKv6tVEy2MLbq0syRp05BRfGPDBFzVDtTGRzshVoYH_utm7yiyRd_L-bBNxHN-jXbJJ6FYcFTFKQNTag-yx-a5iHb3thAkJE8LNqHlL001F1SmtfBgqk1tjk5Co5iC1pR4T9vPjXhDHyOsrhTe3LY_0vjGrLXuQckWgEI_6QyindrCQY1x_4aMWk5BM1Xn0ImAW6jqJ6XCTtMn5POabOqlxCjN0hkACaiJYpBge_xlXc18IoFkPRe8aOzj-neVP8FkGuy9DA_aZ1tr5fD-IPHwMrOcJ8WiD5a-0XtLPrFApVUWxnXS92NZ1tJZcOXa7jUrp1xbKgmU5UCXVfo6lMHxDYbjLS-Iv847a0jxB1kL8iLsxzm3OhIy0jr8AYMetP1fDkdX6FWXDvNcwApoNmnbb9Eckf6kpw0MUk_wO9M1145kEWm_gLY3ySmeJfRtoqog695gF65GnR_S5zyDBUzteY4bIg-kaeSuzMhjMNODW8XtCvAByKDoas78w_KSkeerVViXYGnGubU3SWWtIXpspTpky8yNrjaPxemk0CG535BU6ajoMIAises9I1WW0nraNWcpvIxrZyckqvXGTYjvAgTWfpgAf6Hb2FcxvByGi0M8yJcmOg80j5p_va5ZRxg4TKbql7ohAmhdKUEkvfw5U3JwkxYAntjOS-Iuz96X6S9YLxC7LZCgp-eYSg1gfYTM7p4CjBdwapDvUb3vB6stwMdfHZSG9Mf6Zv-4RhW7eMOW_JLRo4-kX5zsv1Zb8AUiYkt0tt_a5SUGLgDkvhJaraGBggDi1ZLutecmCMKN75helKC4ZY4FumC61c0KOV-lf0wEg52Do9_ge4cnmcbdx9rIn4xx8laKEh6sUmDwHVcxB9xPdRjFHibDrEPd6e-XowJlpz-hCUJqYHuNDb8TFmWUB2GlrERaLeHdnsMl4oc7DkdpqeKATnsgwbLEVB105mtpN2hSV8DrJfaGoXRLUEPi1lzYvh_7r4IgFx35Q6Ddgvad1dYLfhNHra49y9gf9zH6R7YP0PydD6zYMTZ6bGC7I_wxf8niSOumGV9uPBBzzPojx5Ml2-Ov9PZAB3_2x8cOoTv_Skk5e9KoWbi_aC4AT0IDZGBXTrfE_E0iV1zr8iVFKTjmN5YIQmM7qP_wvVeZ4yt8fmv7w0nb41P4q-aaiJG_H2LtjkxvSAwPA1jIZjUA_b-SdNjPT2n0vwgyzkWzM3NoG3fh5uyUBByKqt2TyfZ0HyBhFdGotBfwZymJyTyyTv4E8I-_PGXPLKSwluvFbrYA3IDt73ElZ41aZbzrhscLrmmSmhUA-fAalYaYyviK4a-cl8PWXSeLn6KYMx7kre-6Cnacmr7ikS-G9ycmjqnYWi-0cyCs3LGswwnxvD9inSsTYBjQ_WcceIKyxPmjwPAo_iyizxxlffQR6lezeOK4XEsiRCdUdhuYT6SgPSgJgaaUmlFSSUaYf9NVvZiLsg2TIItkXCGATRIm5cUN3VexEq-Je_I0kIQxa4Nrs4UL69IT0l6DoCHaSniPuu8cBqxDN8ef2Sj25moGhvLf_G4lutpQDrIauT2UYLq_CTZaugw9Shb15QT5kDqU9ymoMJKyCq7TEZPI-792Un-_gqcxfKeTgHZ8h2pUBajNguDREBVMEpmPjBu6A-qeWo1me3Xr7xsco2loPSly5xutUdN79PXDQ_jB0-0deVvm5Y5uBNV-riOKmvnf3ueEYKsZ-4JmQRfvBZGmtwa4d8mMWZdLRsRZfcMXJvBnD70LXvDL-W4Kye4sCuI5hmdZ7r_Y4ePeV-kgMx1C_mCXC-PhtELOdMm-nSWoIqtTT4rsyu-be-TImB_qpOt-wkiZpb5CUbapnp3wBRwzc1qMeweqQzZ8SWVSJF6tpulau6tw8U2rlYGs77g74gZ6pJ9qztMHoczeb-GvySpsvD2eMmdgQUgUbDooHIcVi2faWrX5kl39bGPxfSl4RfvGUlMUcR4YBqrg4NLnm7SMTsYLcZF5S9ij-xg', 1795809463203, 1795809463203);
CREATE TABLE outbox (
  id text NOT NULL,
  recipient text NOT NULL,
  letter_sealed text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  attempts integer DEFAULT 0 NOT NULL,
  next_attempt_at bigint NOT NULL,
  leased_until bigint,
  sent_at bigint,
  failed_at bigint,
  last_error text,
  discarded_at bigint,
  account_id text,
  CONSTRAINT outbox_pkey PRIMARY KEY (id)
);
INSERT INTO outbox VALUES ('03920b84-9e55-4223-8dd4-2b3e653d6de2', 'ann@example.com', 'v1.UUc5mNg3tGlIapzC.sfxgrGSSB7Pr5lR4V-F7ykFArkOgK4Axo7o0Cfs1gSqgTn2oRYYS2ZD5WM6fiTF4TJnS7nrEWeDlXeeVHtjCO_XiRHH6NdjyqSNWYrQr4apm-KXXeTRviu49S3ndycGz38l5dQqinTlEgkYEtpIsIx_esLQ55o5eS0U3zmHZ_7KOc4a5WIH4UIf0jC0x_Vf1zZrZsJhMYKmBOi91FG2ev2MBc9HW1vKFPZeBT19DIcCEB5EkIL12UU2x7Hko8W_IzikZ4V0Eq2fqMY0-5p24F68i14CNRyDgEATpyLN6HWhaH-983fdlRjmM3jt5CiQZeM8D9sQD2ieacjXdwKGCPM6K66bBJXppzL2mf0ds6jPGetRq43eSvw4_nWBxd02TXllcB-D_uojDXo8Zvo7zt1bo9MU0q23ke5CfPoIa1xn5nPJnRKzn-4VwtUypL9JPKVoz0cM8YqajbH4alUCdZvjirZGWJ-XUSLoRWbtg_2TspjiDecD0C6sl6QftCtCb2chnr442GvBX_ueQ8jo5ggyd_Pu0CidAedhPzBHDADRXbb_2SPcKe4xMtgmIQMA0O6MMtwNYxcC7PIre0nl91k018uTqWwRwnZ7uuEXnlEyRU0AOawOhbRO0yDaDn2mfKuOE7qOac7ed6KEbgIc-NhMFOLAI3MyPTonFWDixnCOm5xLHH7sW2U9MM7eRi3TNURBmQ8JzKwJQmUGJMSCQ1S8f9AQ6Va0GyRT0CG-xlO1sUR_oy8eFL2IiXtEXzkQk4O3OnUJtv5tDJdnPWX5lFhvzMOgyszX5fCjC_O9qsJjqeJlRbwQR1cfoC_oSnuiKJ2tbSXzZV-trSRAgr4yzuu9NRGqhmp2BpIuNmoFtwv--1fn-y7oPIE1M0cNNCyWiv-TInppBnLAxC_36-x3W9d887fM6cnKHybAV76ovi4R_Z6zbqQFON2QToI5LV1TpS_9KyyiOxskH-WdFdy0uueB6FfuGMuOzqh7cZQCdsJVDmpnVj4Ghe-OACZ-jtmRwwYNR3bWrhVCD18hC__Qwo0qufxA31q6RTHOITI15oOLpwKapbjkp5dkQr_mL2drN6y-vq1teWU4kkkYgMi-k5ZQfo4hXXGYdL2c_An79KCBrGqW_laBfXg5muYi2-ZgpAidZHq7KtTGigpd3YaE1bGJr66Sfhx--96Ixzaq6Ch7mkl1THtjsEAzX7l63I6AOKn9U0gHcnsSuOB0YtImg8NoByAs1hXtYp5fYTrJrRIws-FfR-WVPrfCedRO89T4wfsVCyw47Rm82yLb3CIOR0CJlj4vOTnv087PEAP5LQm76DE3DWWO0-lb739OF2OHfG1qaCi4TZIBp0nr8zeCpDS44qz_pj7dW_CtUGRIdmTEMG6PkdXoQ5ywn16WqU45wBJPfU3bCQeLUGoztYR-aAXFxU67shqF4P5veU7MbR5c_OEO2keXan5lZkorcSuUSjeb5vU4DeT09QrPryRLg2TSwFHxb0ooajo57r-NVXYRYfGM89yj5bJqD9_DbjluzqjgToxyS-XwWSscbv34mPGU8__PB6pSDHrcQZgtwauXVnoozQ3JxOocr0YMTIKD5V9Y490Ohu1YFRFNvlP1K0iUJKOdCXj09Lo_GAX7jQgU1iLqJVHR05OVnhuCKWAa3QfdHlQE-hqaGaSBw30nJ4-L0dCiGaXoWAEa_1HK4I3AX6cuglOLGb4i4ZOR8DmtGybsy9zdW4IFZYORPwlxzz-guw_7oQrCPOuQpYp5QrG2wCRGCl-2T4xt1-qbE7vzI6QAJsXZz6NG76o6lvztoqQ-3KKcbs8CUf4WwfGz0vPQ61zx-OExQBWhA-QAAaPiEITVNzdbo6yYSXFCTFq6PFmuqzkpKBldOKAurtKanEsziike0gOwipedefixiM6FWlyciseaaSEkRCQAFUk053z5KlSkRkLhq1d0Bd26xAym30bT7rfq0wNIWA1br2rpHZ3pOXCGiX8c0qBVXedZAGK9FcyvFitlWn7D37m66CORTcnw7tlYK42ng5rdEZ7FnHMJVXnanxcD-6Mz_g4VXosXVp9pCYC8TonGium8mrPA4b-tE1j_laVnJCrQxn_7-xwgML32pM5OkUReG-DokdU_Ksu4Bl-z9d4B8lEHShCfRwU6zpyt0i6GafLq0ITZITKJ7UFDd1bbLT2e40x8ViLLMMrZ977j3sKZlGvF1w5uDzufnDr83Yb36oIJenSSEgHBsrRkSCPIKzxvqRd60an3b--iNuSYP5ojNLCV5m01MWSae-205s7HeJTfNf38D1OsIgVKIsSRgBUkQ5ypmLYPjFdfGMIrfiunEze6s9YZqNP5TEMWU1SlDZmwISt6mIxE-0F5UrChwIl4uX2jr-XKZtOLWoIZnb0MZJL_dsVnojXqZE1gzUyYfFZlAjWvqgrCkg88n-CJEHYXCp68SmVhZDxPwaLtDF36pmPVvUIxw-J7gUBAtYcHWn79ee-EJuuWoqdeN0SKorssx7TGQvbp6IwVmU3qrnEv0LzsxoJL6mWurWXYl7eI93y0BnKAbrTANxgUTb6lGxV-flM8JkJSrKa78nUCGaaoZNi93Kc-iuJqmPpcnxPfOyOpEXFnL9Uy-kAdFxLtEiwOB9OJpscLWb7zJBM7BrmNqNgmLx_8g5A4-eRBJWvTvPYpFNTlDFFQxXj5HDJqHlDCw_YV1b49Cov49iUjVmj0iKoCwdZ4ShyryRoHI7lf3Zw', 1795809463979, 1795810063979, 0, 1795809463979, NULL, NULL, NULL, NULL, NULL, '670ccc72-5d39-4c9e-aa72-88463a9748fb');
INSERT INTO outbox VALUES ('1fabe57a-5c5c-4839-b1cb-5ed8a2bc1d7b', 'carol@example.com', 'v1.x4QbFpM-udkP9oxj.RRxe4C8XYINJc-_bcO3PmZPccDW_MwDwtPXT9ApuaijaUEivBp6QKLkmAElXcsjr68w_r6_x1c4tndV9ERrqTPIQHKnjdm2L9-pPBa-pzn6m0WCZDNg_bhEMTcnInOjPYR1-feHiTcxye0ymnpnX0-hKyd62qYTDxEphEN0UEF1P9gQGjTUsIRg8_K-wvVJNmYlaZpBTb6p_UKNiGQJOAga1Rs80mHoBA270uyD7UoeXiV7kjSZGR7pS0-bPCb6q0YXkqcJvoppYRXYO9AZnoNHJuXbk9aIOSeuB3cEVb5pzXYXrihS8sMAF4_KSRu4pHKL5XipGOBvzWQ6DAlpvEAr3WsZQZG2kEDTsD12Z26xyBW9Kc96hO2VlOB73AieImblGEmRXRkJVuBLbUwj6EsVcfa4G4Zto1aKnwjPYpHE6odo7LNrZZ0hYUXSXzVzpWgsOVt0O0mzGnjuCAg6JnNVv5aS9uNVS0GdCGFiftZxZ1KGy021Klha0kQno2uI1xeIHkQs8fz59c0qAHTg_rz7FZ_HHse5pz2Q3VasxFUgi74zvlGYgpJ3ohYIJjNr17BWBuElWHoGNKyMIO7ITdZkkyg5s_KTqXK2dwROMkNo0YMKo8AjtHb5Px-paZXC2yWZJHjdjKgUQxlYaITKDPQ_pk4pMyncO7ugrGCKCCu6cLciWEsyrYqVLIWLu116PVuNNTjF9uMNzcaXCV3palvA0c5Z8w1WEyuWwsD349BfDx23bQRFNtJlbcM0cUVNyPmaUq4ETNyTEzihJyOMGPFflGIcpKTboBK_L3pVe73z-G7zJ822Ftp_3OsBxBvDOxEah8ll5kzSVBed4vUIPT0QgMyr664i5kBfunsFO0vUOt_ZhnIJmelRIgiVFLiUVr4CShTz6beaijXIrOe2IaBEiTLdCOcbX4ynMKlxd7eqYViaVa4p7uBpKP2Fkq_h5kggW0hD_cC0jtE32rk4b9ptCQuj-pJO1aPzaFPSs5qN57NglxChC_DvCctYy1bSVAEQOf6H4JzoN1_0s5oIqACDll21L2rvGDywVUxan9UDO3vKqm5-iCfBR4kUKPxbH5esG9VQUup7VQRokSUQUIPbHhuDdfzH_YEbh-hMDRICxI1aEFh4nOgCvciYxY39fymZqrplrDixmhdbIvpgqLh7MeSybuYOqaoQOpyxQGjG_1Tzoqh6bLdKBEVFWYNZ83Q-Wwa2knWA9UYBHNtm7-H-kTRvyE54xG3wibxbM64CVaWi18RXS4XEQP6IR0K3EFlX3qOaJpeLIrZFcaHAZhdgjDRSTXduzVezvIvwmVshGR-Glcokv2Aq272bubi2wbbDN2OlGw36pQ4Xqgl70_2j9RFlXADf9Kex45unyO6R8jzxuk7WwmEDbkE378KPcZCvkCMApB8aS698qhAScDnfpCQX2aHZLqv4mhg3Uawapkz8Ww2lwPiSk8_BN6d4IEQfWuHTIayEhhaoaXGgiMIA7aR0jpyORkCPqgk31N4PhU5rFINjZvnEl4v7tKEMV-10yvGi-0UaDJYxL2nmqS-pN7QK0hnLfhBrEuKaVCHluSJz9nqREBwNlylaO9vbeJ1K1GE0sNlkIK5GCsmOWkFWIpcCuP41jHenvFhRI4rcbo_SSloQgf2A9zv7uxO8A6f2IclOCR6Lv7j-v8RapNJwlkTI1zfHX-yqDJ4hpzJtQ84vVhJd1uPUdbEvEo7XFrL8SxwJJJ_N1i9igwo-9wQvdFhMep_XVXTykcjZ517es3xfMfnzUJlSlQCv67OyBg_biImHdDkB00rP4ceko7SV60jDz2uHWpShLQmU5y38GJAnBKJaOfWE1Qd-y6pgj4q5H_aipikeathrjz8OfHbr1d5Lswaq7suvY8yQ19XbA_LY-hB5vP3DDTDEbJ1Q2ZTtJi9b-ISr0dHh1UalU-h09aTmSSq53yAOA9NZ_Bb7N5k1-ZID0WCxwFu5oG4NCIMdMsYDfOtX4xbEM3Dear4iFRxCee2wWCwcawGRX-hUxX3IpYnaO9Fp4K7cFaWpRGaG0x1IU7_x2HFXTkFfJbFRww-AcE-2H5yrK6KjiNOiiEcM22EjcemdsrL4gwxDlp0c6LiDKbLKhUria17TvNB9xneFVYKVeLmWfxIXhpsPSRalP_y_j3DcQW8qJHlcwpFOtt0LMWqZGrPGbZq1GwwyG75KSXFvBqmKgR7nqvJpuh-v7wN_O8mr7ixsCUeXF09FhfCpWbKYzvGrSrqutpOaUP9Vn1gTo0Tk383nm1CRoVKlyLywP2dNiXtqv1IEyV6zyK7mniwM64NrmiyEQ-lK32dA-fh1VaiRb39HF_3nREgxGLHZX_Zn00jz6JaavMnZ8y93NXH5tbxh9es2jyA-PS3JyKJoPrWlcctxk9o2IK7UwVWb2h7mZHbSDcbvmDcHXentfMRRA_zYfjxzCGGTVEpfFUNxUiWPGggKfiyG6O7QnYntjImENvHZjMPWWw07jk2pKTTDacTPU_fBF25hZ9o-DtslZre4Esunu4njkV8hI4bwlYqUyT3cxwgXkK2up3w7FtKBUwxv6FeL2TeaHjV98DRwIK9iVGrOkx2H2uVWvBPGhQ2e_VCduEqJri0MQKqJBoRW4FNyTXQPconyReJR70koD86yb48H4RvFfyOC9KfGJMvfYspeyb-SRRZFTvaFTaIghqBXIJv_W2QC3habRTYlJ6cjK06XyEVPTw89EUVZ4zSbMhIBsarM', 1795809464293, 1795810064293, 0, 1795809464293, NULL, NULL, NULL, NULL, NULL, '8675fda1-c9c7-44f2-b045-363e3ac61994');
INSERT INTO outbox VALUES ('3a97121e-9f98-4da3-8756-714173772e94', 'root@example.com', 'v1.xzGdh1752xuHuONg.0KTiNNihY0Ic_bkV5UrZ_zn0i82FKk2i09irMNkdwJU4yp9yZNY9cPlcJCMbhUkXjQI736n2fdtQn18aCGGf3pp4WKupRysOgyJmINw_7p6uEu4CeBdIPkDJ7d6TGR8kvHKXSz1vnnxYcYsPzIjrp9RlbD1GG10njnlNXGzeNvFppcC0TObE7loHEFevq7tXcjim3C8MTAkvzvC7mwHeOiG5VNHd9KjFj_AjV2wc81X8fFdo2FdpTNC4dq6pQp-jJptIgBViZhqCMI_6Dd_0ayHzxBXvc69xgwjAu9YEgVG03ImGsWGIGhGOnvu3orDe8jQ1DepbVHegm84VksY3L1nTbJo5ikB4VajSqNBAnRhUQtHSH-zjEZaNk6VHYCB_AAe36bOeqd2eW-o6f60UnypSS5W9xFlb1YzDD1_odiqvo5MAhRiFC_se21VvNKaQWT90UwCoyJhUeakHoM1ElqvcRlQRe5qw7kVrN1g1YSlfxHbRfFEaghzEzf7_9CZR8qVyxNCPKhYTTmZ8q0lQmL8vqm4_0CAK3MmGvOymCqrSMNXHogTK08zZhfK4TMnRXSpAZGDO7uX7UvCaUdTUp21Ziy9rdaTZJXkpkiaDmoOm4PBkzjxBBs32sO6fS8clCEUtNlYNKyCqTyfjmAFc2FrLKlODZNmLIdMN652wfuHBKHda9GdevQoO5oaOdXftrvxMM6gUp8A4BEn-NN5-Hs6fl0mKlrx6faxXgG4Q0fcTRlEA5Lf5p09TwZ99_Ec1_ocbDiGHQttYE3T06TsrlqmpMDxMf5NVyopUUlMb_QXhQ_UWuTyOHIzNkbaUVSAyVBAyGLpElWq6riZ5b-8ewe60bE66YQ00zKT6hppzPGhCcA13cKxdGYkd68XzTxUgcP5TijcqZBceTraneWAldUV1IqYzI6LM2CGSveoaBaEtj7Cv8d7XaT2EIWYfSqwKDcyhZz2NUx_GiNfe-QicMHiRi4ttpI4fEUanQSJ2R_FBcP6JJSBQxat0OI0CTRZIuqfhjekfIoy2qNmRfBvD9tO2ZL4Yp1R2Je_0lpqIoEYGfCy1ZCZDnEexfVS5GzJHLM-BXUfOlj37-GKVI7SktJQlGygaXLjfNYDj3yyO8xNsuLplyBmP7icZEUYs0jT3qhGHvh5gUx7mgradv3XE6enriQBev06D2xKINju962R1UdXFQgls4OGtRVvoL1qiSuwWG7tQ6Gwi2I6wJ6onQOQFYSlonf-E29acubVyQ7s1N247Ps1H9OAPuyAjrMhgyDgla-u4Uw6qtI-Po_fLarAYM4uISRWeXqo6_utXZspMpZajkKWYXVLfJ1thPdNsqJfEYqdoquAPGHfs_uf-uZBaOSFkQd--FRGPiX0rYqaJ0Jktg7s5Ckc9XWket-j4CD2OJ8XeeADMJ4jdNVECIBannOemGD-PMhxyW5QYJ4puQseBAbqCvb0u6EWyG4G_1j5mSsfkAEmflkqpJM5nr0auwo7uz3UOo6KdoilgdlSwHDWxPcXZNdcnN6GHzpirBTchBsDG6rbymizedDC1HiLT4WuoVYR3VYlVtOtPG0nxxFOY3V70hIRiXGOI7O6596gT260WGsvYFuM4_04mY_Qk4u_emhJiv1TY1vSaF56Y8nb-Pnmlyy5-yWeX4YeVrnE_iI5B8KQxtiXNUtoH1oBV5ZHISaWirXwKZ5kmsjntF4ubliJC0Xs2k6NpdaaIp8Oe7b1JJIwOk0GI7BELDwdb2fq7MkVguPR4m-ZHKa3lcRdOp-9sw_Ca_UUPl7irnWRrqnNMStiRdq5Z3eNgBDZNJB5ZUaCurZdlkIwEg31w5wAIpoRi483dVPCtG71GpKKxmkUmDYBXLtNuIImXW4cuIZrt0tTujs3O1MBfIbEZrDneikbmb5YRKhZaPrW6ODteti9lwM630FKT3IQ2iMpoFYcw4dzVudN1NME-KxjSa41lq45uyjPU6F6WlqR98fh0z0Z7Etv-aiKL8pzE08ROedQ6dEUekEyogZ3EhM-yGNFCkkMYRzag3RqUlrwvIJjMYt3PHrJ_3goKot6bpI-sNNV8xiGrl2ajHh7LvmRaYDzkcO0Q4x_DruEOh2VpNS5QNgjLeOCjxKecgd_Yovh7b3aKjI0q7CRXQjdN1vZRX4oak7J1eXYnsQO8pfplVCuQm0XgMetas5JTJvuQOR-4MJOHzoGel5lyxV-AQlvPulMW3yotXA0gJzlCVxWxR5Y5AoC309cjA8hwqOvGRQ2CwTb0ZCpGivaraGbwIEgl73uf5jYp_81bhyhzBoy-Q45HVL5B1HS0hb_yc04cIVbJ8CJCj8wI7GuhRnXroOaDrslP96gtiFiKFw4IX8zhRq1H93YtJZv19Fy14MumdUW2BQ7weew8juMdt_6xv_o4mDF5kVOKYh57lC9p3vrkPuhqfpx3vODs4mhLFNmBX-9ntGNfmPbG16G5YfitWMgBQhF6uDnOB1niJGtfbYqc-bAOyf1iC1GIGCpLpQPAuyzftaHhGTdq_W4Ks84DocjYf2u9acECGYlbsAARhF-Q_fr0xS2BZzuquFX8cm_Qer5tijZRDSyyJkOWICMDj8JyawHaoJgwNwnah-6hAFjFIcaM0xi_0wTPvYgowjF3Fm5g7BKzSqcvN3sW4_fxyRW7iYuGPl4HWkYzN-uswQ4H3NHNJCkSthLNSNYllK3vE4CLzuQ4Vh6CvoEO5vxyRUqwfrwE_f12MVunvId4XeuCcPT9-IIvwwV2kyLdgQiA2y_HM3W0hgaoGsDoVK3iZDYKnPYCOnfNeqq0owPOhK-1Pc-fcQb2ePrqKmvFqOSF5gfYGGPJxFuGZtMAuImzN7CADtj489Kf2zcFIzPoBryF18kbVmFNtTaQpBMAcwztphli3rOk7u1PEXUN3CjjWPicMBzMf-BbVgchA6RY', 1795809463491, 1795895863491, 0, 1795809463491, NULL, NULL, NULL, NULL, NULL, 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f');
INSERT INTO outbox VALUES ('548114a2-3be0-4ad2-9f55-fd5f9e04780b', 'ann@example.com', 'v1.0p1NIU7hwgdyMOmS.UGFmFFToznfO2d_UitLvD253babXkgKpHucs7vuL4R7NCtyqjFwIj09z_a1_ZCmlGqHvdah_1qnSysYlyI-gOvSDktGG-87aZHlH4nK0Ew4THZEGUlO68V-ABellkCPytFBrTpceBF14yzcSCwk9JWzm4VvljM_kFUR9euunzge9wk11NWTOKbeL-y0X8XR65yaZRUt4y152E-8ZFei1UmnNj1t4WUStFsSsdGs4ozrQFj1_rjYPDdgeh2sdWfULf5aTGtwxWRX8Y48aCwCnKDFScaNzfJK5Ayb11V_uCATvk2lBxXfnAyr83Q-qNeCKKxx3yFDilfurR-rspr2MnhUgcxe5LAp18S7p-czN5PFzoJEk4lKbfkN8yH_yBdHTjm6JWIN1iBosEZWhUXcojM103FYt7kK0-hPHHOKlcHz3DDXbH1X_jhraze1ZPPlBBXUMSeJB9pxPFncPqY7SFD0FwC_HprHxl9Brg50Zku_wkrQLcFcZt4Mt05jfq6qsa1_40ONVlIAkPevPFJ8Ns05feofiBiw9M1p6qf8ojaEwful4vaPl03in2W5arLj37veDFNKPtmxtDx-6tEfbHwWlG1ITtQLF0TsmBkPrIbGz030V1NVDnMw6o8UfgiJWuP7MBdvP022L-vV82pH3waS7qcDlxshvDo6yLtWZUAE5mZdUqoo_Xo7QQ_7rUvwEM9Ipkx_bu-92dBuyfc1pa4NIrBD75_2flCAZ3iNoFvZhk24Afi36j9q7Xfi_PIVMd5vqO7sdMNoKTYxkoHRTNbTJFzeumzOxeLI5u3IZ1fEx1YHXSpHtVw7khVfy2nzm9_vukpNGTuLByAsgAvQvWIL0NnDgI41qvCeJUlD-fmOOubX6KxerBy2GFXx-73BUOMRGty2EVIhMrFo6B8zt9L3NuD4E62S3Ek1zBG6jzV6l71mIUOyAyqx8-RoRNgwAzF2gnk8Gk19kZKgqDaK8wY7KHGyMclmumWuuM8Jz2EDmUyqd8cUNCBrKNsswexjRxN-sjn-yPNITluiw37VNRnQX7IcYUKVxPB2sgGegJUbOHS1DVUvEfKJGsm8biaPIp8sOXa0Vh1ugD1ol_08lmjS-kH9_DwuTBe4oSSdJdZ5SIOJOxkjkqeEvubc6B3eXQUGMcEEgDp3mNtwnskevQUnu6QMGpGMl0x8EgndQkbEXtzQSNNcg3zwM17NFvnoiv7V5CcGwnslx4aMc8adWnTpcisxgFu9Bu7ozZS3Yvlr-Ad7ov29Vb1SoTsISibdO6mzpk6-Ib9vDsvrKTtp2byWZDijmWjZO1EQ748VJjy2AriJm_vY1U8tP_VDskTsLeM1ZymiJfOc1mkPfZZ0jNl3elAcXPm9omDbvLtuMOQ0gqj5GfUJXF9ViC2jF2fkFNFNuZMXQjD1O4hoMBt6PHX75vS7cVQoD_MsGD_emzYHS0s5JU4UAitsWKfMCK5mHH4NIrUDSsqwXrS56bC5tP25sWoM7r1PzilWN8EzMWKIiCW51Q6FDOpE6BSxAcTkWvW13SToe0W2kz6851mcDU_iy9OAQ99PRsHp_SLIZZsaTYqboCcF_ngE6SALa59vOYYbnh8-xZiH1mcrZp4XWEhQC-VjEBOPmVjosvdk1-Vza0rsMbR9QAvQ4fL5xSgE6MfadNyCpQk7mWo1WoIT-_goaXMZ5RbmVGjsTlHhwAhtYOgcP-y36-nyfrqehrQBAZIZ3zbzCud0Gq9nzftI0DkFmdDsVL3s2f5aotdX9EFnq6OuXpcSZPyyObu4lwq50M8E3iap5ejzj3HLSvEtCdYSCFNGjlQvlLE3FkbeQoHJcS2BlaNcLSvx2oN2jTA8B04WzbQdXYoUaEKHEDAkd3o5Oufn8VdGbDVzjJcyKl8B31BQWQ_yCl2R1HTlq79of2BEUKGeAO0LaG1jdQT2wr49mz-AmFHOIA-vAc4CL91uCjoB_OqMespI6hhlcRTi9VqGY551ey-gUN9bC6kIQI_p9oQqTsDBiBofv-ELTTIf8uyxqXPGk3v9-6cYhW0Q9H91xdT4X95qqP_9TEmFWaLeNxC7beQqD48N9S03vWiejrfC_WEnxcWo_F60xDlywehYDeJkS_sBHaWnJKgLK7KOqDlz9tkVrRxpQ2Z-9_LE3aQZ30WnuuXf05z7wkj66ihqeh2eqxyo_S0bLxtz8DX-dapTRx0l3Ac2OM_idBDQYhiFKjQY4umJ_OEqJQzWdjQ4acMVBEBCxTze5av1SPEec08W2yhylgyyv9ATXIIZ29GwgGXhkcnviXbCyrXw32VZSqiOx0PZntkCSPmzv4AeKJk00XexHFuoCzGTwLlsHKF1cGABISixXbl7i6_Foj-EAQh-cLC2OKyczUkLO9uiyUEUrUH4p4EWIxyNKaSZT9wNw4GKFsdOAe1iAej49OR_3GOTIKjYDe8PnTHk3_h_jgR9zjIRYyqvCjBZieWTgzsRqmbdBa8uka9IbOefxTlw36EPLdAGYWfcAc9RgqeuBq-zy5nMtEkwXyyfQgnrB0AwT0f65pHcuMM0_-GDuNO35Ol40VCyGPjVPT9BUeVw6b9-FoH7ag-RXiA0bt2zz4s-Gyh3PbvS1qKby16oEKBgLakKejFEn-H9Y_spo3Npf_3dT0eLdzkEPH2KXTHxWE3rGbx1mUCp6RjI80LEdcxDqUgrWIHbXSJicILQ6OXJGcimqVmHCRhxf2KMzOBS4OSocEUajVhNuLGqqt9pavBXAjA7Wbc9YioLtFr-XN_RSWD8t7yrKOcxCQY6LQ2WQfzK4-godOtEvTJwXFzX5Y9G2eaRMDJaWlsrLOVANJlRAa0UBjn7ukebU91M9CyIG9vW6gBsnXox0xu7zZYFGvj4BMyDTmvtP8F0cWPsWalrPP4UJwYVs2bzo6iqmA26CIlcsOgGLPFzO3hmtHvI', 1795809465217, 1795810065217, 0, 1795809465217, NULL, NULL, NULL, NULL, NULL, '670ccc72-5d39-4c9e-aa72-88463a9748fb');
INSERT INTO outbox VALUES ('a8b84d52-d1aa-455c-b930-71e877398c0f', 'root@example.com', 'v1.rZ6WmMPl0yK2K5pV.KsobzjJEjOCx07y0X4kAETWMh4lLYKWctOj6s_4WhiRZB8lxFapxsTs4Vs0gOo-taHMhrq2IG9wK-Wo3OwTUJ__emri6CD7PECxBUOdzF8ADVF4Uztqc7jRvoyY8s_7XfVoSfbrp6r4pKniXHn4tdmGaTZakwwP5ClkTPVOHhH-U8d6kIF7KQYaOK7_kVasIod29A3gZt5nasKzVAtQ20_wq3ib48y1OdgGqDtm3SiLubdIj4LjGQEpRHHghVGcAaHKlV_uVVyhyVgPCaCiRi6iOXKsHtsGjW9cVk2nMb1W5cwq4KBQz9KFnUpN5ip1fOb8Smi5jWqr3aKT_kq8VVGmXpqV7HxflEv0bPuhQTHyjAFvKPvemMyJo1eV1cES7P5STMbkgOFmncoV4nYrKk03UKx0RqgmX5Jc2-sxaVnPpB0BPhOOx3oobBQ94koEgQfyw3x2_kUAcWHYpCxqkj3pEU41ADKUVstv50NBb2pBqfvNZQYBUeuiQLdX1qi4Gh-9rExEO-G31BA9yP0p1Lp7-tIJfNK6-_5B7E-jjrbnxEgExkyo4eOJXx-W1ZW6EbTYmWUjUdJ99GuzCuPXX8OH5hRFeG5buTDZYgewkHOEuWPtUwAAGPQhVbpXvRvCHm3fOYJDByUw8Gp4vDQKE8ak6SEvnE3UUgwIZrRxuWveZkfu-cFGEvf6q9x6X_4nbYNzhiICpXe2fN6G-Hzj4ElCLYSL1eWwm2NfNNAFXarpL6sZzeHwW1jz97pck7r8cEInYwzqPsdB1wV0oMY9ZdQ0aXMiPnPOOLy0QYWyUGbbAx4PvIrp3jEI7JNBiAecnWsfYKESr87UxxJ8tGyN5qklJgTwoyc_SNCX_am7ogZ1VynDzyoTsOin5lyNXa8Zu4_2-y11gHQlGkWNoYlzAIxUrxBljHPrMvZjaOyX_WGZatjugBhgmQnfdaYw9itL4ZFq5IUCV3QoQ1jEliJjjXe-zE0GjVaY2KF1P5aD133qJNJKNSQ6tlPJRzfloNClxtUFHfH84pqtW1JskRY7cj0BYLF9FTLvO1j2e61qJTfg1EyUIV4Q0VqFzE-FO0xVNrp_sPLcB-QXwFQbAqbrNJp8HdqdcnPfS4Kc-83oi8ljVvpJdPNBKVqDtM0w59ODsl0m-rUI_ofIYQlHfrmaYZV49j-b6di6zipmpwBkz4lI5j_TcsQJE5aVXdCQB32wv4X-1Y9ZxZ3NSJqkwXgofgxwa-GOgbHwLMk_oDJoCr6etLvWJvyOuIIlcP7PkgpUY9lKi2XlyKgUJ_2jpcOM3cvT4FH1rSrVPyRYgrMauJQfsJSS13i9OpjSDxR8qO33pB-vWYe4WdZ7TY2jbwZAjC-oGninuLItbq5ldZsXKbxsWOt7RKqDRPuAq60vn8OkHaTKlEhwNMRQ60BCNc7Q2wYWOb8cLkzT29re-y5jBsGKlhf_UUoTpiG97AMw7X0OFmV695vpVCfy_ObOXWZ6cxUTQgCCpR2lYBZJLwFeA5ZPK-0Yz1UML2gCaTdBoncGP-kOvJirF_tsu1VoFg0toxh8683j3uPExWvLucPns6TT_ndOqYNX_dtkkgSVIQWdk_6P46snVGIobuCuCNwtw1PW9j5JM9ZIpNZv6-xlIcrPzD3EhZH1KI7PxKbrNtiJUt9XFVA9-TqIU8dtCngD-Gg1jlSSsBCisPl73oAetcKWad3PcvVfJfbsCIzEiVbY2IiqmD_FBm8WBh3kH55XoLFkCYYhU2V-px8cEzh1SIL3URZxPhL-BkhisQDcHPbUzsupPBMWSNDGs0whwFWas1yJhQbVmz3OdFBw4EM-V_toxeN3lWfCNMu539P3aofa3a2nGt--hSlgGwM6rcWYY9i2tUbtAiUyE30mMuFrD0eJAoUNZFLOpL6bIxQF-extM-NmLCvUCRHQD0RQ0_UTRHAfyAmSVT9RXk-1_rNUXkKXqKLHOxghU1STsO6iAm-UFcuqTqTn7C5huv-7BBrDlXR7a7HPeT6DoNn2Pk6ThJw_XkriZh_X2hqKKEsDxnZPtmipRx2emo9QeAxKu-J-n-rkJDnFCm1ef1pUWuXiCvMFStB8It0osg6rz2TA8zQgi7EjvlA2agLRI1-ykfMcwn7LTbS7Iy9iBcwvTFjdx7Wtek_qKcAoRFoGVHiUXd97_3oBttFimt9ttAjn62BZ-injv18WpaEyeFqwZmYBsFX1gz67mw9HqpXKifG3WX0h3DE2R_Ni6gKE0z_KpUPdVHZi59TbA9hcJODXRD9hCDMq7e4gYI8ph-Tvzoq_yVziYYTVq_lEyhZ71bMhHCaAGU4MNmrctZ8_7E1IiB2KEM6wMzIlMeIedQwbIi5q0SkJsRgcD5iSGEbSkBH4tj6fTdlnrVDrxjl6b3-8', 1795809463714, NULL, 0, 1795809463714, NULL, NULL, NULL, NULL, NULL, 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f');
INSERT INTO outbox VALUES ('ad94379d-8c4b-4e5c-806e-0c7d6844509f', 'bob@example.com', 'v1.G8UIwwkEqaMaPbxN.MB4omiGOFMLewSx210vv8OhRAcanqVUfxKccyfrR-1p7kU47dEYrVfws-GGqQ8gJmK7YZ-THiOExbMF6vkASApIEAC1tAm64f1qNyMSX_SWE8fiPWfvSQsNvn4-7vrnLUABCyeI57IKBdZpO7kUoQOhTe60GYYDoiFu_ywh0uTWAZF58rQ-SHZnvZ5uCUMF_x2V4o8-Rx6N3g_JnIydQ31h2wCXuusDmHoPuv_LN4o4k58mpNNFP1TZ4nvN_ymn5EvKsQtxab_bbQHtcxHfLydFmw6gJ_w5pphJ-mP9Sh8GqBT7IuueymMSN5Dlb5VAKs-A_esBlkzOankZzaRbxiodEzY3juAvguNme-eyhhy65QVc3BZEEC7ZMUzONOxoOpCf_Q_tJLRPYxcGKH_HMT5yGutloCa1DJdZxkhmciDlywpNWq21gw9Sgq3EqWiexe95Eh3qXsaW-t__EUl-Q-9eSLz3ibkbZd1vlSQEYooCXSD6TWrYhW1Z0xYJ_Qw4BBrG9uoPcz2v1z9CI0OJkopcqRIn3-kPGP_gwQAQClolmtWbT0HtDAbIzgw_65BvXgxo0Qr4cwFfEFySN8Ss6Tifreu-DnecjiFuB2I9KufNf1kUPhpdyZLtV6g3K1YbBHXrnf5Q9tK62yhj3F6UjE1gbTus5-P-hovVZLc1BaMLisw_qojXb0UalJJTGlql0BIywABRUC6mkULOwtNJet-Vj7oduEwi6ciqop2ftWhccAovuquwC-2wSddIE9P5787sAnWhu1PwxD5s65xyRdyta-ebPJfRqQzDb4KjZc6X0snx5GWF16Z35bnMgafIqHVJiKuTuTRAho9_jLu1X9jhw3TTuuQ9qAHLqqDfnxSpwah1hhhE3Iz6pmCrVgDPb1cqQspE92Icu_nF1pSHPqPYJ2vosdZQ8GUpI3P3J6nBryK9LbtB1_RNxfCoz9Q79D5mjQXDRrkXDC-I9APW6xbI7L7AAh6XEIkFzWRIzY5-gwss2KQ3tWZaj7yX_uo_GOnGVkhwIUvBwGXL-mk0DBvk2mzjeJIyJdQEEA_X7yJhGegf5anQXe3e-e8tOJv2XrhucdHRZSA3a8ynFK6c5KhZgAseC2Rwy12yRY2BofpJUbNsBOSdX_k-NhwBT2Bz24nysHc-EGgYaM8uOBHYFR83keeIANmtcr4CGIcBKJTQcrRYZoZReRkYuzDgXoFzxiRr3ksWM_H6FrlvWjb8qBtqFd7djDeSwU76SZPEaIxysmIERx54X6chIIpvRaE1z5-KOCCBPgrDslHaBGnZgakPHCZ_j1z9wVl3fCBSnKNo1X8Z1urLXivLDUBPFCFRIVhAple9pLTlo_YNqlwf98T2oDEo3JZoG4PYB7ou-QPk9Rp-M2UBtY2slMqu67UCtVwmfL2ZpAaRI2TEtwM5JmYAlhhlI70tcl8LFuj5WFuwhQevEM3Uds9UPxtvgQ2u1e3ga495-FBPzPJiyzc4ZSQz13S4yvPU0Nort6gmMvDCT0IbWsYWd3fCiAl37IBc05THGyLKax_TSTbZ8jATvPBvHAS8Au3MUar6u55890BHhnK-SQuD2Qy5T8aMjI2JhHLHizNBXaHxy_vWI5qNjWIdI-T5f4sjFzVrzExMbmJa8t3REv6uBbP1vkPYDdDwVI0cW-ebRTFW2KKTY_stXGEMFKu-frE5YWgdaT52PKfE_T2ZoKupQurv5EOaJQFRfmNbbCTyGWgiPTONsZHlf44pH-b1Fo4cwUei6LdGDhe-L0a90wBUghEOO96d7ohoVBFf7U5jNmmwTD5l1BkuF3Vbscy0K_lH-Ps0OaFuB1k_1-f4_WgcbiU2aaN_tGwYEaMLde5zYPeh5yXe5YqrBKwYTZ-O0IsqfWHuklXENNFUbvEciIgD1B2HkoarEO3Zin0XCTUKpnjye5D1f0njCYkB3XGaOsqW79u6IgJ-0kjrCuZRXyttwTx5nXB9F8oWyk4wKrj7-FxSw_jAqnWDBb-Tj1r6mpmcbB4XbHXXmVUAWdL4rg64pV8L-zBMfkL5ZHCGUnAnY6pEZFBDuJl-pO3AvDteblDveoG90GytJPLmA86j_03b2H_JptHASw9_ft8XxIcu7JFMAYfRgTlnYOvvdM9as8yAAnOybCAfSa7QbR1DZNpJ-NEMzZblN4uX3nEXvv6Tb26UL-8RtammBu1FiBoS_IY6Ju6b05GH5m7yIzP03RO3MtBgongOQlQ4s8y5jlyWb1L9HzZeEsXfJcDEeK8dZu0D3sp9v-2D-bQqnf6_05o7bdIK7nc55XfC1vHS6BBsnU0g8VSVXcCBUjLVTWBnr4Ijd1FZCJp5-ejqyRr_bHeta52bh3jR9bzAlf8wtkHC6iwtBYuLAuxUnFM6h1CLDaXq_4vokfJJsAvq_Qz0huTs7D6dLgIfDAFXcbO668-aV-evWm8cLISz8ANswF8rdsOO5lLnmuzgYkpYJDCE9FIB4nb63Md5qKcBRT1yNJZ__jBGKZThGmQGw40q_o2fbBF2DtNuS791mgySTegh5_P_qNMdARKhCs0OHpapMCiThNV-oxyTxCSfUyFgixcaSDat8lraDi6kCLmPZN_mnIKGYXGVg7CbRZ4z3NM3e2--ynzk_DwTH4u_d-urxeQofk47HCaV1baLKKXmhirz8UEWNnlk-Hi5goHgCBtlGfWRUqcyinAN2s-MLG90j0zm-CWbWYZeBB6q6SHYEZR0cEMKTbtnOlw', 1795809464756, 1795810064756, 0, 1795809464756, NULL, NULL, NULL, NULL, NULL, 'f67853ff-fcb1-4539-913b-0a303fd0d0de');
CREATE TABLE rate_limits (
  name text NOT NULL,
  subject text NOT NULL,
  arrives_at bigint NOT NULL,
  forgotten_at bigint DEFAULT 0 NOT NULL,
  CONSTRAINT rate_limits_key PRIMARY KEY (name, subject)
);
INSERT INTO rate_limits VALUES ('change.account', '670ccc72-5d39-4c9e-aa72-88463a9748fb', 1795809470083, 1795809470083);
INSERT INTO rate_limits VALUES ('code.address', '127.0.0.1', 1795809464528, 1795809464528);
INSERT INTO rate_limits VALUES ('code.email', 'ann@example.com', 1795809464227, 1795809464227);
INSERT INTO rate_limits VALUES ('code.email', 'carol@example.com', 1795809464528, 1795809464528);
INSERT INTO rate_limits VALUES ('device.address', '127.0.0.1', 1795809475154, 1795809475154);
INSERT INTO rate_limits VALUES ('login.account', 'ann@example.com', 1795809465001, 1795809465001);
INSERT INTO rate_limits VALUES ('login.address', '127.0.0.1', 1795809465001, 1795809465001);
INSERT INTO rate_limits VALUES ('login.devices', 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', 1795809463889, 1795809463889);
INSERT INTO rate_limits VALUES ('register.address', '127.0.0.1', 1795809493979, 1795809493979);
INSERT INTO rate_limits VALUES ('register.email', 'ann@example.com', 1795809763979, 1795809763979);
INSERT INTO rate_limits VALUES ('register.email', 'bob@example.com', 1795809764756, 1795809764756);
INSERT INTO rate_limits VALUES ('register.email', 'carol@example.com', 1795809764293, 1795809764293);
INSERT INTO rate_limits VALUES ('reset.address', '127.0.0.1', 1795809463714, 1795809463714);
INSERT INTO rate_limits VALUES ('reset.email', 'root@example.com', 1795809463714, 1795809463714);
INSERT INTO rate_limits VALUES ('send.address', '127.0.0.1', 1795809475217, 1795809475217);
INSERT INTO rate_limits VALUES ('send.email', 'ann@example.com', 1795809765217, 1795809765217);
CREATE TABLE locks (
  name text NOT NULL,
  taken_at bigint NOT NULL,
  CONSTRAINT locks_pkey PRIMARY KEY (name)
);
INSERT INTO locks VALUES ('superusers', 1795809464694);
CREATE TABLE clients (
  id text NOT NULL,
  name text NOT NULL,
  secret_digest text,
  redirect_uris text NOT NULL,
  grants text NOT NULL,
  scope text NOT NULL,
  id_token_algorithm text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT clients_pkey PRIMARY KEY (id)
);
INSERT INTO clients VALUES ('f03e37c8-aa7d-4b07-a6f0-78cfc3dad9ff', 'reports', '0JTRlze1fkASMr7_USOcDhn4rUJSwRWp7Pltl03uC_g', '[]', 'client_credentials', 'account', 'RS256', 1795809465139);
CREATE TABLE device_logins (
  id text NOT NULL,
  device_code_digest text NOT NULL,
  user_code_digest text NOT NULL,
  client_id text NOT NULL,
  scope text NOT NULL,
  label text,
  address text,
  poll_interval integer NOT NULL,
  next_poll_at bigint NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  account_id text,
  approved_at bigint,
  denied_at bigint,
  redeemed_at bigint,
  CONSTRAINT device_logins_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT device_logins_device_code_digest_key UNIQUE (device_code_digest),
  CONSTRAINT device_logins_pkey PRIMARY KEY (id),
  CONSTRAINT device_logins_user_code_digest_key UNIQUE (user_code_digest)
);
INSERT INTO device_logins VALUES ('333f9859-922f-4050-bdd4-509790559cdd', 'zkDgR3C__Ego-AMfsUufA8IwDx__ryyOFin0BK_bY3E', 'BPhK1jxQwowJy6rdx0BTO6VpiN-xdYXeJTxqeEuIG3o', 'latchkey-cli', 'openid email profile account admin', 'node', '127.0.0.1', 5000, 1795809465154, 1795809465154, 1795810065154, NULL, NULL, NULL, NULL);
CREATE TABLE personal_tokens (
  id text NOT NULL,
  account_id text NOT NULL,
  name text NOT NULL,
  digest text NOT NULL,
  scope text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  last_used_at bigint,
  CONSTRAINT personal_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT personal_tokens_pkey PRIMARY KEY (id)
);
INSERT INTO personal_tokens VALUES ('51911077-3eb5-4aa8-bd6f-bf2343e71f5a', '670ccc72-5d39-4c9e-aa72-88463a9748fb', 'ci', 'w_6CZbWhPBA4k1jF_6QjUgCakXXiz0w8x7Vs8Lj9xZE', 'account', 1795809465083, NULL, NULL);
CREATE TABLE invites (
  id text NOT NULL,
  code_digest text NOT NULL,
  email text,
  role text NOT NULL,
  created_by text,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  redeemed_at bigint,
  redeemed_by text,
  CONSTRAINT invites_code_digest_key UNIQUE (code_digest),
  CONSTRAINT invites_pkey PRIMARY KEY (id)
);
INSERT INTO invites VALUES ('86bd9d5d-4489-439f-b3e9-e85084cd1ecd', 'ha_rNZhHRPjAFqr5zokJrbeenaPUYHyx6rMRu26wos4', NULL, 'superuser', 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', 1795809465202, 1796414265202, NULL, NULL);
CREATE TABLE audit (
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  event text NOT NULL,
  actor text,
  subject text,
  client_id text,
  reason text,
  address text,
  detail text,
  salt text,
  private_digest text NOT NULL,
  hash text NOT NULL,
  CONSTRAINT audit_pkey1 PRIMARY KEY (sequence)
);
INSERT INTO audit VALUES (1, 1795809463491, 'account.added', NULL, 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', NULL, 'superuser', 'host', NULL, '9q0nqv_yvqJjGVya47aJgg', '286e795353cd9b429d4b4e41cf660491ad21a47293524fe5b20cf58b7884b5b5', 'cc027145c5869a78b9e38dfa8a83bf215a698c7cdb51670e188751257b3e46b7');
INSERT INTO audit VALUES (2, 1795809463714, 'password.reset', NULL, 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', NULL, NULL, '127.0.0.1', '{"ended":0}', 'tcO2k2cTuFx7-I_JUwYD6w', '7798a62d7fd14eda37e80326f99e771d2a4daff674f4338fa99d1ff6ba1ce7ce', 'ba8744cb8347378abe9d49f0d97d2bbe52a3c59c84e6769456c3434f193731b8');
INSERT INTO audit VALUES (3, 1795809463889, 'login', 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', 'latchkey-cli', NULL, '127.0.0.1', '{"session":"cef41be8-bcd0-4da9-b7b7-e34003050266","device":"laptop"}', 'N8YulYENgDMPzStC-n6uDQ', '70126bc1967e9171e288c517c916a989d5ca8764b88b2be0f0135713ed3c04fd', '9d44cc6efbd460a735b175bafdfb77765c626b5dd2b1e1c4e425c059b2af74ee');
INSERT INTO audit VALUES (4, 1795809463979, 'registration.requested', NULL, '670ccc72-5d39-4c9e-aa72-88463a9748fb', NULL, NULL, '127.0.0.1', NULL, 'rCxveyWPmn3lnHY6tEvB7g', '2d897b6d487fc7495dd6ba949a2bc5b4987d97090e2203183e0bb6a751810486', '7b3601bae1b44764862cdcf814dbd6b274798409bad59ee0bdef31ccc106714c');
INSERT INTO audit VALUES (5, 1795809464227, 'account.verified', NULL, '670ccc72-5d39-4c9e-aa72-88463a9748fb', NULL, NULL, '127.0.0.1', NULL, '9k_PRCOGjZebrpkWrBYlnw', '5f134f3c1deb4c6f93d79bc9ef37063dfda8578ffe52d401973311d4b7ddd6b7', '1df7bf995999d989a48cae01205609b5dcee48fde2ccff4a101c012cb1dfb8fe');
INSERT INTO audit VALUES (6, 1795809464293, 'registration.requested', NULL, '8675fda1-c9c7-44f2-b045-363e3ac61994', NULL, NULL, '127.0.0.1', NULL, 'ETNmHZLLk64sa6bcHeULgg', 'cab9f6845ff892daa8f2cd4c985da3ee0a5936503d34503c70bb2bcb0e5e705e', 'edc35833131826e24e59fdf70ac3818f362384ff82b85c5f52062bb55f1164e9');
INSERT INTO audit VALUES (7, 1795809464528, 'account.verified', NULL, '8675fda1-c9c7-44f2-b045-363e3ac61994', NULL, NULL, '127.0.0.1', NULL, 'IYWJ6FuRFRyaW0R8rbeU7g', '7dd73ee6d8906849f59af09b761c1f1ac1eaab55e48d9e4a0b01202f1db7d123', 'b1bb4f5156322ecf0a6c7d4f3dcca4ff90d3ebe81cb9f845fb1e8fcc7e7f2ae8');
INSERT INTO audit VALUES (8, 1795809464694, 'account.disabled', NULL, '8675fda1-c9c7-44f2-b045-363e3ac61994', NULL, NULL, 'host', NULL, 'OYmgFPiWY5tkjxleijBviQ', '5e09e2085fdb2a5e57f961cb85699ee28883125eb94f61bf84dc1065cf2c03a6', '8a2fb4808327cd8a2104f20fc280fa275a486b2678f4a763225eb7cccabe91b4');
INSERT INTO audit VALUES (9, 1795809464756, 'registration.requested', NULL, 'f67853ff-fcb1-4539-913b-0a303fd0d0de', NULL, NULL, '127.0.0.1', NULL, 'qgC3R0jmxC5Wm8Yl-0Hd2Q', 'd026aa69b1892628e2d9fc1fdd08160bf86ed3ccb123d35be90696273bc49610', 'fe97b10555d3639557245f7ea1cf8bafd5cf96bc2968394be77e3c6f2c687eff');
INSERT INTO audit VALUES (10, 1795809464845, 'login', '670ccc72-5d39-4c9e-aa72-88463a9748fb', '670ccc72-5d39-4c9e-aa72-88463a9748fb', 'latchkey-cli', NULL, '127.0.0.1', '{"session":"5440a408-f380-40fb-b2bf-fd8cba94b784","device":"laptop"}', 'MkOvNoCjEx7iSJJEzVhA4w', '0e766694eed6dd3380c1f491a65e066618b3e738d4bdc6f811bdc5fda3aa4ce2', '032234772c329816310c6b66f1c5fe282c006bd35ec4b659d3ad6c9af2122727');
INSERT INTO audit VALUES (11, 1795809464930, 'logout', '670ccc72-5d39-4c9e-aa72-88463a9748fb', '670ccc72-5d39-4c9e-aa72-88463a9748fb', 'latchkey-cli', NULL, '127.0.0.1', '{"session":"5440a408-f380-40fb-b2bf-fd8cba94b784"}', 'V11hFndvWnHaMWDLY_lr4A', '5854f1cbcb20c002999dfcb92b0de2a7d3ca6fc71352edc803daaed327ed6833', 'ba953bab9d1d56a8f1b2ddc1ec11ec1ce4bbdf8bba7663a23c79e855581da992');
INSERT INTO audit VALUES (12, 1795809465001, 'login', '670ccc72-5d39-4c9e-aa72-88463a9748fb', '670ccc72-5d39-4c9e-aa72-88463a9748fb', 'latchkey-cli', NULL, '127.0.0.1', '{"session":"2001a6c5-1ffa-411d-86e9-efb0a7152a0d","device":"laptop"}', '1NkEG6CIKbAGtYMdPBdleQ', 'dc94e67c9b8c7401c59a4d4d6ae778a87c3806a3cb18acfe3570c24bcfd1c48a', '81462143906345a2788c1c8529bbdb6924f66a2955349e2704af0cbec3b0b4fc');
INSERT INTO audit VALUES (13, 1795809465083, 'token.made', '670ccc72-5d39-4c9e-aa72-88463a9748fb', '670ccc72-5d39-4c9e-aa72-88463a9748fb', NULL, NULL, '127.0.0.1', '{"token":"51911077-3eb5-4aa8-bd6f-bf2343e71f5a","scope":"account"}', '8jHE1CrDGY0lUgtpForTjg', '5dbc36fc2b9f28f1801c33a655055f4084cafd5617223d11fb41b66171db8c36', '989fc2214ec51ad2c9809ccd1db0537607e62162f138cc0be06e67b1038f2c21');
INSERT INTO audit VALUES (14, 1795809465139, 'client.added', 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', NULL, 'f03e37c8-aa7d-4b07-a6f0-78cfc3dad9ff', NULL, '127.0.0.1', NULL, 'q4tV_jw8_JS3LpcI6KrZfA', 'd96bd2e22965e69eff6797e8d5286c5d56508fe4ce5ca01d4485cd5301140e19', 'fe220ded6d363a904b60d8efe10f594256dd274d5fb4295e942e2dfcf49c6473');
INSERT INTO audit VALUES (15, 1795809465154, 'device.requested', NULL, NULL, 'latchkey-cli', NULL, '127.0.0.1', '{"request":"333f9859-922f-4050-bdd4-509790559cdd","device":"node"}', 'U1Ruc7xOMomVcZ333wiykA', '7e071c8d1e57c50aaf9871dbc1eb518c28c20362f4097342e7b99ba9ba5ab030', 'b87768a8a078cdc209ed0fc380ad65d2e909b9b16cc56ea116b7fc83ee8846a7');
INSERT INTO audit VALUES (16, 1795809465202, 'invite.made', 'e74e4104-4383-48d0-ab2c-fc2dd1867a0f', NULL, NULL, 'superuser', '127.0.0.1', '{"invite":"86bd9d5d-4489-439f-b3e9-e85084cd1ecd"}', 'hi9EKFE9PiMacUAyQNKycg', 'a67b49d4943f750ca3c4eccc634b18a5d852572b4cf625f71d223d140bf43965', '4780a9ba2c89b49e3847c6b4fce966287f74daa5e4f0838743e5acf555d7c6ee');
INSERT INTO audit VALUES (17, 1795809465217, 'password.reset-requested', NULL, '670ccc72-5d39-4c9e-aa72-88463a9748fb', NULL, NULL, '127.0.0.1', NULL, '8lyEpKDrymkBG01J5Pf5gQ', '77d15c8b523ed6d5937efe176d6b13460b16f33682bf4abf757fea6f8a58c6fb', 'c982a73f68bcbae61acc0860674415c0cd2090ccc7c63883fe4cfc559c2ea299');
CREATE TABLE audit_head (
  name text NOT NULL,
  sequence bigint NOT NULL,
  hash text NOT NULL,
  CONSTRAINT audit_head_pkey PRIMARY KEY (name)
);
INSERT INTO audit_head VALUES ('audit', 17, 'c982a73f68bcbae61acc0860674415c0cd2090ccc7c63883fe4cfc559c2ea299');
CREATE INDEX registrations_email ON public.registrations USING btree (email, created_at);
CREATE INDEX sessions_account ON public.sessions USING btree (account_id);
CREATE INDEX outbox_next_attempt ON public.outbox USING btree (next_attempt_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL) AND (discarded_at IS NULL));
CREATE INDEX device_logins_expires_at ON public.device_logins USING btree (expires_at);
CREATE INDEX personal_tokens_account ON public.personal_tokens USING btree (account_id);
CREATE INDEX accounts_created_at ON public.accounts USING btree (created_at, id);
CREATE INDEX audit_subject ON public.audit USING btree (subject, sequence);
CREATE INDEX audit_actor ON public.audit USING btree (actor, sequence);
