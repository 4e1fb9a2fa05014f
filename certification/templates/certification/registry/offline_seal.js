      // The seal of a PDF (ISO 32000-1, 12.8.1): all bytes of the sealed file but the seal itself,
      // their digest in a signature of CMS (RFC 5652, 5.4) by one of the registry's keys of seals.
      const MESSAGE_DIGEST = "2a864886f70d010904";
      const hex = (data) => Array.from(data, (octet) => octet.toString(16).padStart(2, "0")).join("");
      function node(data, at) {
        let size = data[at + 1], from = at + 2;
        if (size > 127) {
          let octets = size & 127;
          if (octets < 1 || octets > 3) throw new Fault("broken");
          for (size = 0; octets > 0; octets--) size = size * 256 + data[from++];
        }
        if (!(from + size <= data.length)) throw new Fault("broken");
        return { tag: data[at], end: from + size, whole: data.subarray(at, from + size), content: data.subarray(from, from + size) };
      }
      function within(data) {
        const found = [];
        for (let at = 0; at < data.length; at = found.at(-1).end) found.push(node(data, at));
        return found;
      }
      function signatureIn(cms) {
        const outermost = node(cms, 0), [, wrapped] = within(outermost.content);
        if (cms.subarray(outermost.end).some((octet) => octet)) throw new Fault("broken"); // room left is filled with zeros
        const [signer, ...others] = within(within(node(wrapped.content, 0).content).at(-1).content);
        const fields = within(signer.content);
        const attributes = fields.find((one) => one.tag === 0xa0), signature = fields.find((one) => one.tag === 0x04);
        if (others.length || !attributes || !signature) throw new Fault("broken");
        const told = within(attributes.content).map((one) => within(one.content)).find(([name]) => hex(name.content) === MESSAGE_DIGEST);
        if (!told) throw new Fault("broken");
        const signed = attributes.whole.slice();
        signed[0] = 0x31; // signed as a SET, kept under a tag of its own
        return { signed, signature: signature.content, digest: hex(node(told[1].content, 0).content) };
      }
      // ECDSA in CMS is a pair of numbers of any length; a browser wants two of 32 bytes.
      function halves(signature) {
        const both = new Uint8Array(64);
        within(node(signature, 0).content).slice(0, 2).forEach(({ content }, at) => {
          const number = content.subarray(Math.max(0, content.length - 32));
          both.set(number, (at + 1) * 32 - number.length);
        });
        return both;
      }
      async function isSignedBy(key, { signed, signature }) {
        const isCurve = key.algorithm === "p256";
        const kind = isCurve ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
        const found = await crypto.subtle.importKey("spki", derOf(key), kind, false, ["verify"]);
        return crypto.subtle.verify(kind, found, isCurve ? halves(signature) : signature, signed);
      }
      async function sealedPartOf(data) {
        const text = new TextDecoder("latin1").decode(data);
        const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
        if (!ranges.length) throw new Fault("unsealed");
        const [start, size, from, rest] = ranges[0].slice(1).map(Number);
        const end = from + rest;
        const isInOrder = start === 0 && size < from && end <= data.length && ranges[0].index < end;
        const gap = isInOrder ? /^<([0-9a-fA-F]+)>$/.exec(text.slice(size, from)) : null;
        if (!gap || ranges.slice(1).some((one) => one.index < end)) throw new Fault("broken");
        const seal = signatureIn(Uint8Array.from(gap[1].match(/../g), (pair) => parseInt(pair, 16)));
        const covered = new Uint8Array(size + rest);
        covered.set(data.subarray(0, size), 0);
        covered.set(data.subarray(from, end), size);
        if (hex(new Uint8Array(await crypto.subtle.digest("SHA-256", covered))) !== seal.digest) throw new Fault("broken");
        for (const key of told.keys.filter((one) => one.purpose === "seal")) {
          if (!(await isSignedBy(key, seal))) continue;
          if (key.compromised) throw new Fault("compromised");
          return { sealed: data.subarray(0, end), text: text.slice(0, end), isWhole: end === data.length };
        }
        throw new Fault("foreign");
      }
