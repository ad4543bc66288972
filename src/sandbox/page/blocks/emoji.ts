/** Emoji by the names Slack gives them: those that incidents are talked about with, and the usual faces and hands. */

const NAMED = `
+1 👍 -1 👎 100 💯 alarm_clock ⏰ alert 🚨 angry 😠 arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_up ⬆️
arrows_counterclockwise 🔄 ballot_box_with_check ☑️ bangbang ‼️ bar_chart 📊 beers 🍻 bell 🔔 no_bell 🔕 blue_heart 💙
bomb 💣 book 📖 bookmark 🔖 boom 💥 broken_heart 💔 bug 🐛 bulb 💡 calendar 📆 chart_with_downwards_trend 📉
chart_with_upwards_trend 📈 checkered_flag 🏁 clap 👏 clipboard 📋 clock1 🕐 closed_lock_with_key 🔐 cloud ☁️ coffee ☕
collision 💥 computer 💻 confused 😕 construction 🚧 cry 😢 crossed_fingers 🤞 cyclone 🌀 date 📅 disappointed 😞 dizzy 💫
dog 🐶 earth_africa 🌍 earth_americas 🌎 ear 👂 email 📧 envelope ✉️ exclamation ❗ eyes 👀 face_palm 🤦
facepalm 🤦 fire 🔥 fire_engine 🚒 firefighter 🧑‍🚒 fireworks 🎆 fist ✊ floppy_disk 💾 gear ⚙️ ghost 👻 globe_with_meridians 🌐
green_heart 💚 grey_question ❔ grimacing 😬 grin 😁 grinning 😀 hammer 🔨 hammer_and_wrench 🛠️ handshake 🤝 heart ❤️
heavy_check_mark ✔️ heavy_minus_sign ➖ heavy_multiplication_x ✖️ heavy_plus_sign ➕ hourglass ⌛
hourglass_flowing_sand ⏳ house 🏠 inbox_tray 📥 incoming_envelope 📨 information_source ℹ️ joy 😂 key 🔑
large_blue_circle 🔵 large_green_circle 🟢 large_orange_circle 🟠 large_yellow_circle 🟡 large_red_square 🟥
laughing 😆 link 🔗 lock 🔒 loudspeaker 📢 mag 🔍 mag_right 🔎 mega 📣 memo 📝 microscope 🔬 money_with_wings 💸
moneybag 💰 mute 🔇 muscle 💪 name_badge 📛 neutral_face 😐 no_entry ⛔ no_entry_sign 🚫 o ⭕ ok 🆗 ok_hand 👌
open_hands 👐 outbox_tray 📤 package 📦 page_facing_up 📄 pager 📟 paperclip 📎 partying_face 🥳 pensive 😔 phone ☎️
point_down 👇 point_left 👈 point_right 👉 point_up ☝️ police_car 🚓 postbox 📮 pray 🙏 pushpin 📌 question ❓ rage 😡
rainbow 🌈 raised_hand ✋ raised_hands 🙌 recycle ♻️ red_circle 🔴 relieved 😌 repeat 🔁 rewind ⏪ robot_face 🤖 rocket 🚀
rotating_light 🚨 round_pushpin 📍 runner 🏃 running 🏃 salute 🫡 saluting_face 🫡 satellite 📡 scream 😱 seedling 🌱
see_no_evil 🙈 shield 🛡️ ship 🚢 shrug 🤷 siren 🚨 skull 💀 sleeping 😴 sleepy 😪 slightly_smiling_face 🙂
small_blue_diamond 🔹 smile 😄 smiley 😃 snail 🐌 sob 😭 sos 🆘 sparkles ✨ speech_balloon 💬 star ⭐ stop_sign 🛑
stopwatch ⏱️ sunglasses 😎 sunny ☀️ sweat 😓 sweat_smile 😅 tada 🎉 telephone ☎️ telephone_receiver 📞
test_tube 🧪 thinking_face 🤔 thought_balloon 💭 thumbsdown 👎 thumbsup 👍 timer_clock ⏲️ toolbox 🧰 traffic_light 🚥
triangular_flag_on_post 🚩 trophy 🏆 unlock 🔓 v ✌️ vertical_traffic_light 🚦 warning ⚠️ watch ⌚ wave 👋
white_check_mark ✅ white_circle ⚪ wink 😉 woman-shrugging 🤷‍♀️ man-shrugging 🤷‍♂️ worried 😟 wrench 🔧 writing_hand ✍️
x ❌ yellow_heart 💛 yum 😋 zap ⚡ zzz 💤
`;

const words = NAMED.trim().split(/\s+/);
const TABLE: ReadonlyMap<string, string> = new Map(
  words.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name, words[i + 1] ?? '']] : [])),
);

/** Every name there is a picture for. */
export const emojiNames: readonly string[] = [...TABLE.keys()];

/** A skin tone may follow the name (`+1::skin-tone-3`); the picture stays the plain one. */
export const emojiChar = (name: string): string | undefined => TABLE.get(name.replace(/::skin-tone-[2-6]$/, ''));

/** `:name:` in a text; the first group is the name. */
export const emojiPattern = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g;

/** The text with every known `:name:` as its picture; what is not known stays as it was written. */
export const withEmoji = (text: string): string =>
  text.replace(emojiPattern, (raw, name: string) => emojiChar(name) ?? raw);
